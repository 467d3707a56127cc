import { configure, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src-shared/errors.ts';
import { createMemoryBridge, type MemoryBridge, sampleTrees, testPin } from '../../testing/memoryBridge.ts';
import { installBrowserStubs, list, names, pane, press, renderApp } from '../../testing/renderApp.tsx';

installBrowserStubs();
// Whether something is hidden is asked of every ancestor, which takes seconds with a dialog over the panes.
configure({ defaultHidden: true });

const endpoint = { kind: 'native', host: 'nas', port: 12345 } as const;
const nas = { id: 'a', name: 'NAS', folder: 'Work', endpoint, signIn: 'key', key: 'kept' } as const;
const lab = { ...nas, id: 'b', name: 'Lab', folder: '', endpoint: { ...endpoint, host: 'lab' }, key: 'unknown' } as const;

async function start(): Promise<MemoryBridge> {
  const memory = createMemoryBridge(sampleTrees());
  memory.changePlaces({ sites: [nas, lab], folders: ['Work'] });
  await renderApp(memory);
  await pane('Left').findByRole('row', { name: /^Documents/ });
  return memory;
}
async function openSites() {
  const memory = await start();
  press(list('Left'), 'S', { ctrlKey: true, shiftKey: true });
  const sites = within(await screen.findByRole('dialog', { name: 'Site manager' }));
  return { memory, sites };
}
const last = (memory: MemoryBridge, request: string): unknown => memory.asked.findLast(({ name }) => name === request)?.params;
const type = (field: HTMLElement, value: string): void => void fireEvent.change(field, { target: { value } });

describe('the site manager', () => {
  it('shows sites in their folders, finds them, and connects without being told the key', async () => {
    const { memory, sites } = await openSites();
    expect(sites.getAllByRole('row').map((row) => row.textContent)).toEqual(['Work', 'NAS', 'Lab']);
    type(sites.getByRole('searchbox', { name: 'Search sites' }), 'nas');
    expect(sites.getAllByRole('row').map((row) => row.textContent)).toEqual(['Work', 'NAS']);
    fireEvent.click(sites.getByRole('row', { name: 'NAS' }));
    expect(sites.getByLabelText<HTMLInputElement>('Access key').value).toBe('');
    expect(sites.getByLabelText<HTMLInputElement>('Access key').placeholder).toBe('The known key is used');
    press(sites.getByRole('row', { name: 'NAS' }), 'Enter');
    await pane('Right').findByRole('row', { name: /^readme/ });
    expect(last(memory, 'session.open')).toEqual({ site: 'a' });
  });

  it('adds a site from a pasted link, and says what remembering means', async () => {
    const { memory, sites } = await openSites();
    fireEvent.click(sites.getByRole('button', { name: 'New site' }));
    fireEvent.click(sites.getByRole('button', { name: 'Save' }));
    expect(sites.getByText('Enter a name.')).toBeTruthy();
    fireEvent.paste(sites.getByRole('textbox', { name: 'Name' }), {
      clipboardData: { getData: () => `ferry://new:4/in#pin=${testPin}&token=secret` },
    });
    expect(sites.getByRole<HTMLInputElement>('textbox', { name: 'Name' }).value).toBe('new');
    expect(sites.getByRole<HTMLInputElement>('textbox', { name: 'Folder on the server' }).value).toBe('/in');
    expect(sites.getByText(/until Ferry ends/)).toBeTruthy();
    fireEvent.click(sites.getByRole('checkbox', { name: 'Remember the key on this computer' }));
    expect(sites.getByText(/any program you run could read it/)).toBeTruthy();
    fireEvent.click(sites.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(sites.getByRole('row', { name: 'new' })).toBeTruthy());
    expect(last(memory, 'site.save')).toEqual({
      site: {
        name: 'new',
        folder: '',
        endpoint: { kind: 'native', host: 'new', port: 4, pin: testPin },
        signIn: 'key',
        remoteFolder: '/in',
      },
      key: { change: 'set', token: 'secret', remember: true },
    });
    expect(sites.getByLabelText<HTMLInputElement>('Access key').value).toBe('');
  });

  it('asks before changes are lost', async () => {
    const { memory, sites } = await openSites();
    fireEvent.click(sites.getByRole('row', { name: 'Lab' }));
    type(sites.getByRole('textbox', { name: 'Name' }), 'Laboratory');
    fireEvent.click(sites.getByRole('row', { name: 'NAS' }));
    expect(sites.getByRole('alert').textContent).toContain('The changes to “Laboratory” are not saved.');
    fireEvent.click(sites.getByRole('button', { name: 'Keep editing' }));
    expect(sites.getByRole<HTMLInputElement>('textbox', { name: 'Name' }).value).toBe('Laboratory');
    press(sites.getByRole('textbox', { name: 'Name' }), 'Escape');
    fireEvent.click(within(sites.getByRole('alert')).getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(last(memory, 'site.save')).toMatchObject({ site: { id: 'b', name: 'Laboratory' } });
  });

  it('copies a site with its key, and deletes after it was asked', async () => {
    const { memory, sites } = await openSites();
    fireEvent.click(sites.getByRole('row', { name: 'NAS' }));
    fireEvent.click(sites.getByRole('button', { name: 'Duplicate' }));
    await waitFor(() => expect(sites.getByRole('row', { name: 'NAS (copy)' })).toBeTruthy());
    expect(last(memory, 'site.save')).toMatchObject({ site: { name: 'NAS (copy)' }, key: { change: 'copy', site: 'a' } });
    fireEvent.click(sites.getByRole('button', { name: 'Delete' }));
    fireEvent.click(within(sites.getByRole('alert')).getByRole('button', { name: 'Delete' }));
    await waitFor(() => expect(sites.queryByRole('row', { name: 'NAS (copy)' })).toBeNull());
    expect(sites.getByRole('row', { name: 'NAS' })).toBeTruthy();
  });

  it('renames folders, and says what can’t be', async () => {
    const { memory, sites } = await openSites();
    fireEvent.click(sites.getByRole('row', { name: 'Work' }));
    expect(sites.getByText('1 site in this folder')).toBeTruthy();
    type(sites.getByRole('textbox', { name: 'Name' }), 'a/b');
    fireEvent.click(sites.getByRole('button', { name: 'Save' }));
    expect(sites.getByText(/can’t contain “\/”/)).toBeTruthy();
    type(sites.getByRole('textbox', { name: 'Name' }), 'Job');
    fireEvent.click(sites.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(sites.getByRole('row', { name: 'Job' })).toBeTruthy());
    expect(last(memory, 'site.folder')).toEqual({ from: 'Work', to: 'Job' });
  });
});

describe('the Connect dialog', () => {
  it('takes a link wherever it is pasted, and hands it to the site manager', async () => {
    const memory = await start();
    memory.changePlaces({ recent: [{ path: '/music', endpoint: { ...endpoint, host: 'lately' } }] });
    press(list('Left'), 'n', { ctrlKey: true });
    const connect = within(await screen.findByRole('dialog', { name: 'Connect' }));
    fireEvent.click(connect.getByRole('button', { name: 'lately:12345' }));
    expect(connect.getByRole<HTMLInputElement>('textbox', { name: 'Server' }).value).toBe('lately');
    fireEvent.paste(connect.getByLabelText('Access key'), { clipboardData: { getData: () => 'classic://old:7/' } });
    expect(connect.getByRole<HTMLInputElement>('textbox', { name: 'Server' }).value).toBe('old');
    expect(connect.getByText(/The classic protocol is not encrypted/)).toBeTruthy();
    fireEvent.click(connect.getByRole('button', { name: 'Save as site…' }));
    const sites = within(await screen.findByRole('dialog', { name: 'Site manager' }));
    expect(sites.getByRole<HTMLInputElement>('textbox', { name: 'Name' }).value).toBe('old');
    expect(memory.asked.some(({ name }) => name === 'session.open')).toBe(false);
  });

  it('shows a link from outside when no other dialog is open, and uses its key without knowing it', async () => {
    const memory = await start();
    press(list('Left'), 'F7');
    await screen.findByRole('dialog', { name: 'New folder' });
    const offer = { id: 4, endpoint: { ...endpoint, pin: testPin }, path: '/', hasToken: true };
    memory.emit({ event: 'session.offered', payload: { offer } });
    expect(screen.queryByRole('dialog', { name: 'Connect' })).toBeNull();
    press(screen.getByRole('textbox', { name: 'Name' }), 'Escape');
    const connect = within(await screen.findByRole('dialog', { name: 'Connect' }));
    expect(connect.getByText(/came from outside Ferry/)).toBeTruthy();
    expect(memory.asked.some(({ name }) => name === 'session.open')).toBe(false);
    fireEvent.click(connect.getByRole('button', { name: 'Connect' }));
    await pane('Right').findByRole('row', { name: /^readme/ });
    expect(last(memory, 'session.open')).toEqual({ endpoint: offer.endpoint, offer: 4 });
  });

  it('asks for the key of a site that has none, and can remember it', async () => {
    const memory = await start();
    memory.on('session.open', () => {
      throw new AppError('auth-failed', 'no');
    });
    press(list('Left'), 'g', { ctrlKey: true });
    const field = await screen.findByRole('combobox', { name: 'Search, or type a server' });
    type(field, 'lab');
    press(field, 'Enter');
    const connect = within(await screen.findByRole('dialog', { name: 'Connect' }));
    expect(connect.getByText('For the site “Lab”')).toBeTruthy();
    expect(connect.getByText(/lab:12345 refused the access key/)).toBeTruthy();
    type(connect.getByLabelText('Access key'), 'secret');
    fireEvent.click(connect.getByRole('checkbox', { name: 'Remember the key on this computer' }));
    fireEvent.click(connect.getByRole('button', { name: 'Connect' }));
    await waitFor(() =>
      expect(last(memory, 'session.open')).toEqual({ endpoint: lab.endpoint, site: 'b', token: 'secret', remember: true }),
    );
    expect(names('Left')).toContain('Documents');
  });
});
