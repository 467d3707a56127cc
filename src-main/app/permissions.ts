import { AppError, toErrorRecord } from '../../src-shared/errors.ts';
import type { EntryFailure, PermissionResult } from '../../src-shared/ipc/contract.ts';
import type { EntryKind } from '../../src-shared/model/entry.ts';
import type { Location } from '../../src-shared/model/location.ts';
import { checkPath, joinPath, parentPath } from '../../src-shared/model/path.ts';
import { changedMode, type PermissionChange } from '../../src-shared/model/permissions.ts';
import type { FileSystem } from '../filesystem/fileSystem.ts';
import { walk } from '../transfer/walk.ts';
import type { EntryContext } from './entries.ts';

const entriesAtOnce = 8;
/** More failures are counted and not told one by one. */
const mostFailures = 100;

interface Changing {
  readonly fileSystem: FileSystem;
  readonly change: PermissionChange;
  readonly signal: AbortSignal;
  /** Of folders whose bits are taken away only when what is in them is done. */
  readonly later: { readonly path: string; readonly mode: number }[];
  changed: number;
  fail(path: string, error: unknown): void;
}

interface Named {
  readonly path: string;
  readonly kind: EntryKind;
  readonly mode?: number | undefined;
}

/** Changes of permission bits, also of everything in folders, by the caller's number. */
export class Permissions {
  readonly #context: EntryContext;
  readonly #open = new Map<number, AbortController>();

  constructor(context: EntryContext) {
    this.#context = context;
  }

  /** An entry that fails does not keep the others. @throws AppError, `cancelled` when it was stopped: what is done stays */
  async change(number: number, locations: readonly Location[], change: PermissionChange): Promise<PermissionResult> {
    for (const { path } of locations) checkPath(path);
    this.stop(number);
    const abort = new AbortController();
    this.#open.set(number, abort);
    const failures: EntryFailure[] = [];
    let failed = 0;
    let changed = 0;
    const fail = (path: string, error: unknown): void => {
      if (abort.signal.aborted) throw abort.signal.reason;
      failed += 1;
      if (failures.length < mostFailures) failures.push({ path, error: toErrorRecord(error) });
    };
    try {
      for (const location of locations) {
        const fileSystem = this.#context.fileSystem(location);
        const changing = { fileSystem, change, signal: abort.signal, later: [], changed: 0, fail };
        try {
          await this.#changeNamed(changing, location);
        } catch (error) {
          fail(location.path, error);
        } finally {
          changed += changing.changed;
          this.#context.changed({ ...location, path: parentPath(location.path) });
        }
      }
      return { changed, failed, failures };
    } finally {
      if (this.#open.get(number) === abort) this.#open.delete(number);
    }
  }

  stop(number: number): void {
    this.#open.get(number)?.abort(new AppError('cancelled', 'the change was ended'));
    this.#open.delete(number);
  }

  stopAll(): void {
    for (const number of [...this.#open.keys()]) this.stop(number);
  }

  async #changeNamed(changing: Changing, location: Location): Promise<void> {
    const { fileSystem, change, signal } = changing;
    const { path } = location;
    signal.throwIfAborted();
    const entry = await fileSystem.stat(path, { signal });
    if (entry.kind !== 'directory' || change.inside === 'nothing') {
      return await setMode(changing, path, newMode(changing, { ...entry, path }), entry.mode);
    }
    await changeFound(changing, { ...entry, path });
    const pages = walk(fileSystem, path, signal);
    for await (const { directory, entries, error } of pages) {
      signal.throwIfAborted();
      const parent = directory === '' ? path : joinPath(path, directory);
      if (error !== undefined) changing.fail(parent, error);
      const inside = entries.map((found) => ({ ...found, path: joinPath(parent, found.name) }));
      for (let at = 0; at < inside.length; at += entriesAtOnce) {
        await Promise.all(inside.slice(at, at + entriesAtOnce).map((found) => tryChange(changing, found)));
      }
      if (inside.length > 0) this.#context.changed({ ...location, path: parent });
    }
    for (const folder of changing.later.reverse()) {
      await fileSystem.setAttributes(folder.path, { mode: folder.mode }, { signal }).catch((error: unknown) => {
        changing.changed -= 1;
        changing.fail(folder.path, error);
      });
    }
  }
}

async function tryChange(changing: Changing, found: Named): Promise<void> {
  try {
    await changeFound(changing, found);
  } catch (error) {
    changing.fail(found.path, error);
  }
}

async function changeFound(changing: Changing, found: Named): Promise<void> {
  const { inside } = changing.change;
  const folder = found.kind === 'directory';
  if (found.kind === 'symlink' || inside === (folder ? 'files' : 'folders')) return;
  const mode = newMode(changing, found);
  const before = found.mode ?? 0;
  if (!folder || (before & ~mode) === 0) return await setMode(changing, found.path, mode, before);
  // A folder that is closed first could not be entered any more.
  await setMode(changing, found.path, before | mode, before);
  changing.later.push({ path: found.path, mode });
}

function newMode({ change }: Changing, { kind, mode, path }: Named): number {
  if (mode === undefined) throw new AppError('unsupported', 'there are no permission bits here', { path });
  return changedMode(mode, kind === 'directory', change);
}

async function setMode(changing: Changing, path: string, mode: number, before: number | undefined): Promise<void> {
  changing.signal.throwIfAborted();
  if (mode !== before) await changing.fileSystem.setAttributes(path, { mode }, { signal: changing.signal });
  changing.changed += 1;
}
