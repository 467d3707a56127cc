import type { Location } from './location.ts';
import { isWithin, parentPath, splitPath } from './path.ts';
import type { Transfer } from './transfer.ts';

/** Lines as `sha256sum -c` reads them. */

/** A file at a target whose contents were verified there. */
export interface Sum {
  readonly to: Location;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
}

/** The verified receipts of transfers. Of a file that was written more than once the last one counts. */
export function sumsOf(transfers: Iterable<Pick<Transfer, 'to' | 'receipt'>>): Sum[] {
  const last = new Map<string, Sum>();
  for (const { to, receipt } of transfers) {
    const key = `${to.endpoint} ${to.path}`;
    last.delete(key);
    if (receipt?.verified === true) last.set(key, { to, sha256: receipt.sha256 });
  }
  return [...last.values()];
}

/** The innermost folder that holds every one of the files. */
export function sharedFolder(sums: readonly Sum[]): string {
  const [first, ...others] = sums.map(({ to }) => splitPath(parentPath(to.path)));
  let shared = first ?? [];
  for (const folder of others) {
    const end = shared.findIndex((part, at) => folder[at] !== part);
    if (end >= 0) shared = shared.slice(0, end);
  }
  return `/${shared.join('/')}`;
}

/** The name of a file as it is called from a folder; undefined when it is not in there. */
export function nameFrom(folder: string, path: string): string | undefined {
  if (path === folder || !isWithin(path, folder)) return undefined;
  return path.slice(folder === '/' ? 1 : folder.length + 1);
}

/** One line. A name with a backslash or a line break is escaped, and a backslash before the sum says so. */
export function sumLine(sha256: string, name: string): string {
  const escaped = name.replace(/\\/g, '\\\\').replace(/\n/g, '\\n').replace(/\r/g, '\\r');
  return `${escaped === name ? '' : '\\'}${sha256}  ${escaped}\n`;
}
