import type { SafeStorage } from 'electron';

type Storage = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptStringAsync' | 'decryptStringAsync'
>;

/**
 * The system's own encryption, once the app is ready. Undefined where there is no key ring: Chromium's `basic_text` backend
 * encrypts with a password that everyone knows, which only looks like protection.
 */
export async function systemCipher(storage: Storage, platform: NodeJS.Platform) {
  if (platform === 'linux' && /^(basic_text|unknown)$/.test(storage.getSelectedStorageBackend())) return undefined;
  if (!(await storage.isAsyncEncryptionAvailable().catch(() => false))) return undefined;
  return {
    encrypt: async (text: string) => (await storage.encryptStringAsync(text)).toString('base64'),
    decrypt: async (sealed: string) => (await storage.decryptStringAsync(Buffer.from(sealed, 'base64'))).result,
  };
}
