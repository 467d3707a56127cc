import { readFile, readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The built renderer, as both graphical shells serve it. */
export interface Assets {
  /**
   * The file of a URL's path; `/` is the page. Files are found by name in the listing made at the start, never by joining what was
   * asked to a folder, so that no request can name a file outside.
   */
  find(pathname: string): Promise<Asset | undefined>;
}

export interface Asset {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/** @param folder where the built renderer is; it may lie in an archive of Electron's */
export async function openAssets(folder: URL): Promise<Assets> {
  const files = new Map<string, string>();
  // Plain paths: what Electron puts in the place of Node's file functions knows archives by them.
  await collect(fileURLToPath(folder), '/', files);
  return {
    async find(pathname) {
      const file = files.get(pathname === '/' ? '/index.html' : pathname);
      if (file === undefined) return undefined;
      const type = types[extname(file)] ?? 'application/octet-stream';
      return { bytes: new Uint8Array(await readFile(file)), type };
    },
  };
}

async function collect(folder: string, prefix: string, files: Map<string, string>): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    const name = encodeURIComponent(entry.name);
    if (entry.isDirectory()) await collect(path, `${prefix}${name}/`, files);
    else if (entry.isFile()) files.set(prefix + name, path);
  }
}
