import { appendFileSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { joinPath } from '../../../src-shared/model/path.ts';
import { isErrno } from './errno.ts';
import { toPlatformPath } from './platformPath.ts';
import { isTemporaryName, temporaryKey } from './temporaryName.ts';

/** A resumable file is kept this long after it was written to last; every day it is looked whether there is one to remove. */
const keptMs = 7 * 24 * 3_600_000;
const lookedAfterMs = 24 * 3_600_000;
/** From so many lines on the file is written anew when most of them tell of nothing any more. */
const linesAtLeast = 1_000;

/** One file that can be gone on with. */
interface Resumable {
  readonly directory: string;
  readonly key: string;
}

/** A directory in which a lane may have temporary files, all with the same beginning; or one resumable file. */
type Note = { readonly directory: string; readonly prefix: string } | (Resumable & { readonly since: number });

/**
 * Remembers where temporary files are being written, so that those of a process that was killed are found and removed by the next
 * start: a line in a file of this process, before the first file in a directory. Directories are paths of the whole computer.
 */
export class Leftovers {
  readonly #folder: string;
  readonly #file: string;
  /** The directories of each lane that has not ended, by its prefix. */
  readonly #lanes = new Map<string, Set<string>>();
  readonly #resumables = new Map<string, Resumable>();
  #lines = 0;
  #resumablesTidied = linesAtLeast;

  /** `folder`: where the notes are kept, as the platform writes it. Removes what processes that have ended left behind. */
  constructor(folder: string) {
    this.#folder = folder;
    this.#file = join(folder, `${process.pid}-${randomBytes(6).toString('hex')}.jsonl`);
    this.#sweep();
    setInterval(() => this.lookAfter(), lookedAfterMs).unref();
  }

  noteLane(directory: string, prefix: string): void {
    const directories = this.#lanes.get(prefix) ?? new Set();
    if (directories.has(directory)) return;
    this.#attempt(() => {
      this.#write({ directory, prefix });
      this.#lanes.set(prefix, directories.add(directory));
    });
  }

  /** It has no temporary file any more. */
  laneEnded(prefix: string): void {
    if (this.#lanes.delete(prefix)) this.#attempt(() => this.#shorten());
  }

  noteResumable(directory: string, key: string): void {
    this.#attempt(() => this.#noteResumable({ directory, key }));
    if (this.#resumables.size < this.#resumablesTidied) return;
    this.lookAfter();
    this.#resumablesTidied = Math.max(linesAtLeast, 2 * this.#resumables.size);
  }

  /** Removes resumable files that nobody has come back for, and forgets those that are gone; for a program that runs for weeks. */
  lookAfter(): void {
    for (const [identity, resumable] of this.#resumables) {
      if (!isKept(resumable)) this.#resumables.delete(identity);
    }
    this.#attempt(() => this.#shorten());
  }

  /** Where nothing can be noted, files are written all the same: then nobody removes what a crash would leave. */
  #attempt(note: () => void): void {
    try {
      note();
    } catch {
      // The folder of the application's own files is full, or may not be written; what goes elsewhere has no part in that.
    }
  }

  /** @throws errno */
  #noteResumable(resumable: Resumable): void {
    const identity = `${resumable.key} ${resumable.directory}`;
    if (this.#resumables.has(identity)) return;
    this.#write({ ...resumable, since: Date.now() });
    this.#resumables.set(identity, resumable);
  }

  #write(note: Note): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    appendFileSync(this.#file, `${JSON.stringify(note)}\n`, { mode: 0o600 });
    this.#lines += 1;
  }

  /** Leaves what is still of interest in the file. */
  #shorten(): void {
    if (this.#lines < linesAtLeast) return;
    const notes: Note[] = [];
    for (const [prefix, directories] of this.#lanes) for (const directory of directories) notes.push({ directory, prefix });
    for (const resumable of this.#resumables.values()) notes.push({ ...resumable, since: Date.now() });
    if (this.#lines < 4 * notes.length) return;
    const next = `${this.#file}.next`;
    writeFileSync(next, notes.map((note) => `${JSON.stringify(note)}\n`).join(''), { mode: 0o600 });
    renameSync(next, this.#file);
    this.#lines = notes.length;
  }

  /** This process is done in order: only resumable files are still of interest, and the next start takes them over. */
  #sweep(): void {
    for (const name of directoryOrNothing(this.#folder)) {
      const pid = /^(\d+)-[0-9a-f]{12}\.jsonl(?:\.next)?$/.exec(name)?.[1];
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
    if ('prefix' in note) removeTemporary(note.directory, (key) => key.startsWith(note.prefix));
    else if (isKept(note)) this.#noteResumable(note);
  }
}

/** Whether it is there and stays; one that was left alone for too long is removed. */
function isKept(resumable: Resumable): boolean {
  const written = lastWritten(resumable);
  if (written === undefined) return false;
  if (Date.now() - written <= keptMs) return true;
  removeTemporary(resumable.directory, (key) => key === resumable.key);
  return false;
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

/** Milliseconds; undefined when it is not there, or can't be looked at. */
function lastWritten({ directory, key }: Resumable): number | undefined {
  try {
    return lstatSync(toPlatformPath(joinPath(directory, `.ferry-${key}.part`)), { throwIfNoEntry: false })?.mtimeMs;
  } catch {
    return undefined;
  }
}

function directoryOrNothing(path: string | Buffer): string[] {
  try {
    return readdirSync(path, 'utf8');
  } catch {
    return [];
  }
}
