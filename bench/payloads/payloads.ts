import type { Area, ListedFolder, Payload } from '../model.ts';
import type { Scale } from '../options.ts';
import { lognormalSizes, makeFile, makeListedFolder, makeTree } from './make.ts';

interface Amounts {
  readonly fileMiB: number;
  readonly smallFiles: number;
  readonly entries: number;
  readonly linkFileMiB: number;
  readonly linkFiles: number;
  readonly lossyFileMiB: number;
  readonly mixedFiles: number;
  readonly mixedMostMiB: number;
}

const amounts: Readonly<Record<Scale, Amounts>> = {
  full: {
    fileMiB: 2048,
    smallFiles: 10_000,
    entries: 100_000,
    linkFileMiB: 256,
    linkFiles: 1000,
    lossyFileMiB: 48,
    mixedFiles: 2000,
    mixedMostMiB: 64,
  },
  quick: {
    fileMiB: 512,
    smallFiles: 2000,
    entries: 20_000,
    linkFileMiB: 64,
    linkFiles: 300,
    lossyFileMiB: 24,
    mixedFiles: 400,
    mixedMostMiB: 64,
  },
  tiny: {
    fileMiB: 32,
    smallFiles: 500,
    entries: 2000,
    linkFileMiB: 8,
    linkFiles: 100,
    lossyFileMiB: 8,
    mixedFiles: 100,
    mixedMostMiB: 4,
  },
};

const mib = 2 ** 20;

/** What is moved and listed, each made in the area's source folder at the first use. */
export class Payloads {
  readonly #area: Area;
  readonly #amounts: Amounts;
  readonly #say: (line: string) => void;
  readonly #made = new Map<string, Payload | ListedFolder>();

  constructor(area: Area, scale: Scale, say: (line: string) => void) {
    this.#area = area;
    this.#amounts = amounts[scale];
    this.#say = say;
  }

  bigFile(): Payload {
    return this.#make('w1.bin', (folder, name) => makeFile(folder, name, this.#amounts.fileMiB * mib));
  }

  smallFiles(): Payload {
    return this.#make('w2', (folder, name) => makeTree(folder, name, same(this.#amounts.smallFiles), 100));
  }

  listedFolder(): ListedFolder {
    return this.#make('w3', (folder, name) => makeListedFolder(folder, name, this.#amounts.entries));
  }

  /** What is listed while something else goes on. */
  visitedFolder(): ListedFolder {
    return this.#make('w6', (folder, name) => makeListedFolder(folder, name, 100));
  }

  linkFile(): Payload {
    return this.#make('w4.bin', (folder, name) => makeFile(folder, name, this.#amounts.linkFileMiB * mib));
  }

  linkFiles(): Payload {
    return this.#make('w4', (folder, name) => makeTree(folder, name, same(this.#amounts.linkFiles), 100));
  }

  lossyFile(): Payload {
    return this.#make('lossy.bin', (folder, name) => makeFile(folder, name, this.#amounts.lossyFileMiB * mib));
  }

  mixedFiles(): Payload {
    const { mixedFiles, mixedMostMiB } = this.#amounts;
    const sizes = lognormalSizes(mixedFiles, 48 * 1024, 2.1, 1024, mixedMostMiB * mib);
    return this.#make('w7', (folder, name) => makeTree(folder, name, sizes, 50));
  }

  #make<T extends Payload | ListedFolder>(name: string, make: (folder: string, name: string) => T): T {
    const known = this.#made.get(name);
    if (known !== undefined) return known as T;
    this.#say(`Making ${name}…`);
    const made = make(this.#area.source, name);
    this.#made.set(name, made);
    return made;
  }
}

function same(count: number): number[] {
  return Array.from({ length: count }, () => 4096);
}
