import { createHash } from 'node:crypto';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadIdentity, makeToken } from '../identity.ts';
import { type RunningServer, startServer } from '../server.ts';

export interface TestShare {
  readonly server: RunningServer;
  readonly token: string;
  readonly folder: string;
  /** Tells everything outside the share apart from what it was: names, kinds, contents, modes, times. */
  outside(): string;
  /** The same of the share itself. */
  inside(): string;
  stop(): Promise<void>;
}

/** A server on a share that has neighbours it must not touch, and links that lead to them. */
export async function serveTestShare(
  options: { readonly readOnly?: boolean; readonly classic?: boolean; readonly in?: string } = {},
): Promise<TestShare> {
  const home = realpathSync(mkdtempSync(join(options.in ?? tmpdir(), 'ferry-share-')));
  const folder = join(home, 'share');
  mkdirSync(join(folder, 'dir', 'deep'), { recursive: true });
  writeFileSync(join(folder, 'file'), 'inside');
  writeFileSync(join(folder, 'dir', 'inner'), 'inner');
  for (const name of ['share2', 'share-secret', 'keys']) {
    mkdirSync(join(home, name));
    writeFileSync(join(home, name, 'secret'), `secret of ${name}`);
  }
  writeFileSync(join(home, 'outside.txt'), 'outside');
  symlinkSync('../outside.txt', join(folder, 'out-file'));
  symlinkSync('../share2', join(folder, 'out-dir'));
  symlinkSync(join(home, 'share-secret'), join(folder, 'out-absolute'));
  symlinkSync('../missing', join(folder, 'out-missing'));
  symlinkSync('..', join(folder, 'up'));
  symlinkSync('.', join(folder, 'self'));
  symlinkSync('/etc', join(folder, 'etc'));
  symlinkSync('loop', join(folder, 'loop'));
  symlinkSync('../../keys', join(folder, 'dir', 'keys'));
  const token = makeToken();
  const identity = await loadIdentity(join(home, 'server'));
  const { readOnly = false, classic = false } = options;
  const server = await startServer({ folder, host: '127.0.0.1', port: 0, readOnly, classic, identity, token });
  return {
    server,
    token,
    folder,
    outside: () => fingerprint(home, folder),
    inside: () => fingerprint(folder, ''),
    async stop() {
      await server.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function fingerprint(folder: string, without: string): string {
  const hash = createHash('sha256');
  const visit = (path: string): void => {
    if (path === without) return;
    const stats = lstatSync(path);
    // The time of the home directory itself may change with the share's own name only, which nothing here touches.
    hash.update(`${path}\n${stats.mode}\n${stats.size}\n${stats.mtimeMs}\n${stats.nlink}\n`);
    if (stats.isSymbolicLink()) hash.update(readlinkSync(path));
    else if (stats.isFile()) hash.update(readFileSync(path));
    else for (const name of readdirSync(path).sort()) visit(join(path, name));
  };
  visit(folder);
  return hash.digest('hex');
}

/** Names of temporary files anywhere in a folder. */
export function temporaryFiles(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) return temporaryFiles(folder, path);
    return /^\.ferry-[0-9a-f]{32}\.part$/.test(entry.name) ? [path] : [];
  });
}
