import { type FSWatcher, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from './chromium.ts';

type Newcomer = (argv: readonly string[], directory: string, data: unknown) => void;

/** One process for one user-data folder: a file with the holder's process id, and a mailbox where later starts leave their arguments. */
export class SingleInstance {
  readonly #onNewcomer: Newcomer;
  #folder: string | undefined;
  #watcher: FSWatcher | undefined;

  constructor(onNewcomer: Newcomer) {
    this.#onNewcomer = onNewcomer;
  }

  get held(): boolean {
    return this.#folder !== undefined;
  }

  /** @returns false when another living process holds the lock; it has then been told */
  request(userData: string, data: unknown): boolean {
    if (this.held) return true;
    const folder = join(userData, 'standin-instance');
    const lock = join(folder, 'lock');
    mkdirSync(folder, { recursive: true });
    const holder = holderOf(lock);
    if (holder !== undefined && isAlive(holder)) {
      const letter = join(folder, `${process.pid}.letter`);
      writeFileSync(`${letter}.part`, JSON.stringify({ argv: process.argv, directory: process.cwd(), data }));
      renameSync(`${letter}.part`, letter);
      return false;
    }
    writeFileSync(lock, String(process.pid));
    this.#folder = folder;
    this.#watcher = watch(folder, () => this.#read(folder)).unref();
    return true;
  }

  release(): void {
    this.#watcher?.close();
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = undefined;
  }

  #read(folder: string): void {
    for (const name of readdirSync(folder).filter((entry) => entry.endsWith('.letter'))) {
      const { argv, directory, data } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as {
        argv: string[];
        directory: string;
        data?: unknown;
      };
      rmSync(join(folder, name));
      this.#onNewcomer(argv, directory, data);
    }
  }
}

function holderOf(lock: string): number | undefined {
  try {
    return Number(readFileSync(lock, 'utf8'));
  } catch {
    return undefined;
  }
}
