import { describe, expect, it } from 'vitest';
import { testPin } from '../../testing/memoryBridge.ts';
import { checkForm, editForm, emptyForm, formFromLink, formFromStart } from './connectForm.ts';

describe('the connect form', () => {
  it('is filled in by a link', () => {
    expect(formFromLink(`ferry://[::1]:4444/docs#pin=${testPin}&token=abc`)).toEqual({
      ...emptyForm,
      host: '::1',
      port: '4444',
      token: 'abc',
      pin: testPin,
      path: '/docs',
    });
    expect(formFromLink('classic://nas/')).toMatchObject({ kind: 'classic', host: 'nas', port: '12345', pin: undefined });
    expect(formFromLink('https://example.org')).toBeUndefined();
    expect(formFromLink('ferry://host:99999/')).toBeUndefined();
  });

  it('asks for what is missing, at its field', () => {
    expect(checkForm(emptyForm, '')).toEqual({ field: 'host', problem: 'hostMissing' });
    expect(checkForm(emptyForm, 'ferry:/broken')).toEqual({ field: 'link', problem: 'linkInvalid' });
    // The fields may hold another server than the damaged link was for.
    expect(checkForm({ ...emptyForm, host: 'nas' }, 'ferry:/broken')).toEqual({ field: 'link', problem: 'linkInvalid' });
    expect(checkForm({ ...emptyForm, host: 'nas', port: '0' }, '')).toEqual({ field: 'port', problem: 'portInvalid' });
    expect(checkForm({ ...emptyForm, host: 'nas', port: '12a' }, '')).toEqual({ field: 'port', problem: 'portInvalid' });
    expect(checkForm({ ...emptyForm, host: 'a b' }, '')).toMatchObject({ field: 'host' });
  });

  it('sends pin and token to a native server, and neither to a classic one', () => {
    const form = { ...emptyForm, host: '[::1]', token: ' abc ', pin: testPin };
    expect(checkForm(form, '')).toEqual({
      open: { endpoint: { kind: 'native', host: '::1', port: 12345, pin: testPin }, token: 'abc' },
      address: '[::1]:12345',
    });
    expect(checkForm({ ...form, kind: 'classic' }, '')).toEqual({
      open: { endpoint: { kind: 'classic', host: '::1', port: 12345 } },
      address: '[::1]:12345',
    });
  });

  it('leaves out the key where there is none', () => {
    expect(checkForm({ ...emptyForm, host: 'nas', token: 'abc', signIn: 'none' }, '')).toMatchObject({
      open: { endpoint: { kind: 'native', host: 'nas', port: 12345 } },
    });
    expect(checkForm({ ...emptyForm, host: 'nas', token: 'abc', signIn: 'none' }, '')).not.toHaveProperty('open.token');
  });

  it('begins with an offered link, whose key and identity hold for its address alone', () => {
    const endpoint = { kind: 'native', host: 'nas', port: 4444, pin: testPin } as const;
    const form = formFromStart({ side: 'right', offer: { id: 3, endpoint, path: '/', hasToken: true } }, []);
    expect(checkForm(form, '')).toMatchObject({ open: { endpoint, offer: 3 } });
    const moved = checkForm(editForm(form, { host: 'other' }), '');
    expect(moved).toEqual({ open: { endpoint: { kind: 'native', host: 'other', port: 4444 } }, address: 'other:4444' });
    expect(checkForm(editForm(form, { token: 'own' }), '')).toMatchObject({ open: { endpoint, token: 'own' } });
  });

  it('begins with a site, and is for it as long as the address is', () => {
    const site = { id: 'a', name: 'NAS', folder: '', endpoint: { kind: 'native', host: 'nas', port: 1 }, signIn: 'key' } as const;
    const form = formFromStart({ side: 'left', site: 'a' }, [site]);
    expect(checkForm(form, '')).toMatchObject({ open: { endpoint: site.endpoint, site: 'a' } });
    expect(checkForm(editForm(form, { port: '2' }), '')).not.toHaveProperty('open.site');
  });
});
