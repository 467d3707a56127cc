import type { FileSystem } from '../fileSystem.ts';

/** One file system under test, fresh for each test. */
export interface ContractSubject {
  readonly fileSystem: FileSystem;
  /** An empty directory that the suite may fill: `/` or any other. */
  readonly directory: string;
  /** Paths of what the storage holds and listings hide: temporary and partial files. Nothing must stay there after a write ends. */
  hidden?(): Promise<readonly string[]>;
  /** Makes a symbolic link below `directory`, where that is possible. */
  makeLink?(path: string, target: string): Promise<void>;
  cleanup(): Promise<void>;
}

export interface ContractOptions {
  open(): Promise<ContractSubject>;
  /** Bytes that the implementation moves at a time: sizes around it are tried. */
  readonly chunkSize?: number;
  /** Names may hold bytes that are not UTF-8. */
  readonly rawNames?: boolean;
  /** Names can't hold white space (classic). */
  readonly plainNames?: boolean;
  /** False where an existing file is never replaced (classic). */
  readonly overwrites?: boolean;
  /** How many small files go through one lane; 2,000 by default. */
  readonly smallFiles?: number;
}

/** The subject of the running test and the options, for the parts of the suite. */
export interface ContractContext {
  readonly options: ContractOptions;
  readonly fileSystem: FileSystem;
  readonly subject: ContractSubject;
  readonly at: (relative: string) => string;
}
