import { normalizePath } from '../../../src-shared/model/path.ts';

/** A path of this computer as the platform writes it, in the form the interface works with: `C:\Users` is `/C:/Users`. */
export function fromNativePath(path: string, platform: 'linux' | 'darwin' | 'win32'): string {
  if (platform !== 'win32') return normalizePath(path);
  return normalizePath(`/${path.replace(/\\/g, '/')}`);
}

/** A path of this computer as the platform writes it. */
export function toNativePath(path: string, platform: 'linux' | 'darwin' | 'win32'): string {
  if (platform !== 'win32') return path;
  const native = path.slice(1).replace(/\//g, '\\');
  return /^[A-Za-z]:$/.test(native) ? `${native}\\` : native;
}

/** Whether a path of this computer begins at its root, so that it means the same everywhere. */
export function isWholePath(path: string, platform: 'linux' | 'darwin' | 'win32'): boolean {
  return platform === 'win32' ? /^[A-Za-z]:[\\/]/.test(path) : path.startsWith('/');
}
