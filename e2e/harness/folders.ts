import { createHash } from 'node:crypto';
import { mkdtemp, mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const top = fileURLToPath(new URL('../..', import.meta.url));

/** A path inside the repository. */
export function folder(...parts: readonly string[]): string {
  return join(top, ...parts);
}

/** A new folder for one test, and how it is removed. */
export async function temporaryFolder(): Promise<{ readonly path: string; readonly remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'ferry-e2e-'));
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) };
}

/** A file's content: text, bytes, or so many bytes that differ from file to file. A name that ends in `/` is an empty folder. */
export type Tree = Readonly<Record<string, string | Uint8Array | number>>;

const modified = new Date('2024-05-06T07:08:09Z');

export async function makeTree(root: string, tree: Tree): Promise<void> {
  await mkdir(root, { recursive: true });
  for (const [name, content] of Object.entries(tree)) {
    const path = join(root, name);
    if (name.endsWith('/')) {
      await mkdir(path, { recursive: true });
      continue;
    }
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, typeof content === 'number' ? pattern(name, content) : content);
    await utimes(path, modified, modified);
  }
}

/** Bytes that no compression shortens and that any shift, loss or repetition changes. */
function pattern(seed: string, length: number): Uint8Array {
  const out = Buffer.alloc(length);
  let block = createHash('sha512').update(seed).digest();
  for (let at = 0; at < length; at += block.length) {
    block.copy(out, at);
    block = createHash('sha512').update(block).digest();
  }
  return out;
}

/** Every file below a folder with its SHA-256, every empty folder as `name/`: equal for equal trees. */
export async function fingerprint(root: string): Promise<Record<string, string>> {
  const out: Record<string, string> = {};
  const visit = async (relative: string): Promise<void> => {
    const entries = await readdir(join(root, relative), { withFileTypes: true });
    if (entries.length === 0 && relative !== '') out[`${relative}/`] = '';
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(relative, entry.name);
      if (entry.isDirectory()) await visit(path);
      else out[path] = await sha256(join(root, path));
    }
  };
  await visit('');
  return out;
}

export async function sha256(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
}
