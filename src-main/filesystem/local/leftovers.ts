import { appendFileSync, lstatSync, mkdirSync, readdirSync, readFileSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { joinPath } from '../../../src-shared/model/path.ts';
import { isErrno } from './errno.ts';
import { toPlatformPath } from './platformPath.ts';
import { isTemporaryName, temporaryKey } from './temporaryName.ts';

/** A resumable file is kept this long after its writer has gone. */
const keptMs = 7 * 24 * 3_600_000;

/** A directory in which a lane may have temporary files, all with the same beginning; or one resumable file. */
type Note =
  | { readonly directory: string; readonly prefix: string }
  | { readonly directory: string; readonly key: string; readonly since: number };

/**
 * Remembers where temporary files are being written, so that those of a process that was killed are found and removed by the next
 * start: a line in a file of this process, before the first file in a directory. Directories are paths of the whole computer.
 */
export class Leftovers {
  readonly #folder: string;
  readonly #file: string;
  readonly #noted = new Set<string>();

  /** `folder`: where the notes are kept, as the platform writes it. Removes what processes that have ended left behind. */
  constructor(folder: string) {
    this.#folder = folder;
    this.#file = join(folder, `${process.pid}-${randomBytes(6).toString('hex')}.jsonl`);
    this.#sweep();
  }

  noteLane(directory: string, prefix: string): void {
    this.#attempt({ directory, prefix }, `${prefix} ${directory}`);
  }

  noteResumable(directory: string, key: string): void {
    this.#attempt({ directory, key, since: Date.now() }, `${key} ${directory}`);
  }

  /** Where nothing can be noted, files are written all the same: then nobody removes what a crash would leave. */
  #attempt(note: Note, identity: string): void {
    try {
      this.#note(note, identity);
    } catch {
      // The folder of the application's own files is full, or may not be written; what goes elsewhere has no part in that.
    }
  }

  /** @throws errno */
  #note(note: Note, identity: string): void {
    if (this.#noted.has(identity)) return;
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    appendFileSync(this.#file, `${JSON.stringify(note)}\n`, { mode: 0o600 });
    this.#noted.add(identity);
  }

  /** This process is done in order: only resumable files are still of interest, and the next start takes them over. */
  #sweep(): void {
    for (const name of directoryOrNothing(this.#folder)) {
      const pid = /^(\d+)-[0-9a-f]{12}\.jsonl$/.exec(name)?.[1];
      if (pid === undefined || isRunning(Number(pid))) continue;
      const path = join(this.#folder, name);
      try {
        for (const note of readNotes(path)) this.#settle(note);
        unlinkSync(path);
      } catch {
        // another user's, or in a place that can't be looked at now: it stays for a later start
      }
    }
  }

  #settle(note: Note): void {
    if ('prefix' in note) {
      removeTemporary(note.directory, (key) => key.startsWith(note.prefix));
    } else if (Date.now() - note.since > keptMs) {
      removeTemporary(note.directory, (key) => key === note.key);
    } else if (exists(note.directory, note.key)) {
      this.#note(note, `${note.key} ${note.directory}`);
    }
  }
}

/** Whether there is another process of this number. */
export function isRunning(pid: number): boolean {
  if (pid === process.pid) return false; // an earlier process had the same number
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isErrno(error, 'EPERM');
  }
}

function readNotes(path: string): Note[] {
  const notes: Note[] = [];
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    try {
      const note: unknown = JSON.parse(line);
      if (isNote(note)) notes.push(note);
    } catch {
      // the last line of a killed process may be cut
    }
  }
  return notes;
}

function isNote(value: unknown): value is Note {
  if (typeof value !== 'object' || value === null || !('directory' in value) || typeof value.directory !== 'string') return false;
  if ('prefix' in value) return typeof value.prefix === 'string' && /^[0-9a-f]{16}$/.test(value.prefix);
  return 'key' in value && typeof value.key === 'string' && 'since' in value && typeof value.since === 'number';
}

function removeTemporary(directory: string, wanted: (key: string) => boolean): void {
  for (const name of directoryOrNothing(toPlatformPath(directory))) {
    if (!isTemporaryName(name) || !wanted(temporaryKey(name))) continue;
    try {
      unlinkSync(toPlatformPath(joinPath(directory, name)));
    } catch {
      // someone else removed it, or may not: it is hidden either way
    }
  }
}

function exists(directory: string, key: string): boolean {
  return lstatSync(toPlatformPath(joinPath(directory, `.ferry-${key}.part`)), { throwIfNoEntry: false }) !== undefined;
}

function directoryOrNothing(path: string | Buffer): string[] {
  try {
    return readdirSync(path, 'utf8');
  } catch {
    return [];
  }
}
