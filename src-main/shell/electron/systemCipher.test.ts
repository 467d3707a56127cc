import { expect, test } from 'vitest';
import { systemCipher } from './systemCipher.ts';

type Backend = 'basic_text' | 'gnome_libsecret' | 'unknown';

function storage(backend: Backend, available = true) {
  const turned = (text: string): string => [...text].reverse().join('');
  return {
    isAsyncEncryptionAvailable: async () => available,
    getSelectedStorageBackend: () => backend,
    encryptStringAsync: async (text: string) => Buffer.from(turned(text)),
    decryptStringAsync: async (sealed: Buffer) => ({ result: turned(sealed.toString()), shouldReEncrypt: false }),
  };
}

test('keys are encrypted by the key ring of the system', async () => {
  const cipher = await systemCipher(storage('gnome_libsecret'), 'linux');
  const sealed = await cipher?.encrypt('token');
  expect(sealed).toBe(Buffer.from('nekot').toString('base64'));
  expect(await cipher?.decrypt(sealed ?? '')).toBe('token');
});

test.each(['basic_text', 'unknown'] as const)('the backend %s protects nothing and is not used', async (backend) => {
  expect(await systemCipher(storage(backend), 'linux')).toBeUndefined();
});

test('without encryption there is none', async () => {
  expect(await systemCipher(storage('gnome_libsecret', false), 'darwin')).toBeUndefined();
});
