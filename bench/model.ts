import type { Site } from './host/site.ts';

export type Direction = 'down' | 'up';
export type PeerKind = 'ferry' | 'encrypted' | 'plain' | 'raw';
export type Medium = 'memory' | 'disk';

/** The folders of one medium. Every server serves `root`; clients fetch from `source` into `down` and send from `source` to `up`. */
export interface Area {
  readonly medium: Medium;
  readonly root: string;
  readonly source: string;
  readonly down: string;
  readonly up: string;
}

/** Path below the payload's folder (the file's own name for a single file) -> what its contents must be. */
export interface Manifest {
  readonly files: ReadonlyMap<string, FileFacts>;
  readonly bytes: number;
}

export interface FileFacts {
  readonly size: number;
  readonly sha256: string;
}

/** A file or a folder below `Area.source` that is moved. */
export interface Payload {
  readonly name: string;
  readonly kind: 'file' | 'tree';
  readonly manifest: Manifest;
}

/** A folder below `Area.source` that is listed: entry -> its size. */
export interface ListedFolder {
  readonly name: string;
  readonly sizes: ReadonlyMap<string, number>;
}

export interface TransferJob {
  readonly direction: Direction;
  readonly payload: Payload;
  readonly site: Site;
}

export interface ListingJob {
  readonly folder: ListedFolder;
  readonly site: Site;
}

/** What is timed: from the start of `command` to its end, and to the end of `until` when the work ends elsewhere. */
export interface Run {
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Standard input of the command; nothing when left out. */
  readonly input?: string;
  readonly until?: Promise<void>;
  /** Called when all is over, however it went. */
  readonly stop?: () => Promise<void>;
  /** The server's processes, where memory is looked at. */
  readonly servers?: readonly number[];
}

/** One row of the tables. A method that is missing means: the peer can't do that. */
export interface Peer {
  readonly name: string;
  readonly kind: PeerKind;
  /** What the row does, for the list of rows in the documentation. */
  readonly about: string;
  /** Executables that must be on the PATH. */
  readonly programs: readonly string[];
  readonly file?: (job: TransferJob) => Promise<Run>;
  readonly tree?: (job: TransferJob) => Promise<Run>;
  readonly list?: (job: ListingJob) => Promise<Run>;
  /** Copies on one machine and has no meaning over a link. */
  readonly localOnly?: boolean;
}

export interface Row {
  readonly peer: string;
  readonly kind: PeerKind;
  /** One a round; null where the run failed. */
  readonly seconds: readonly (number | null)[];
  /** Why the last failed run failed, or why the peer was left out. */
  readonly problem?: string;
}

/** Rows that are compared with each other. */
export interface Series {
  /** `down`, `up`, `list`, `file down`, … as the targets name it. */
  readonly id: string;
  readonly bytes: number;
  readonly files: number;
  readonly rows: readonly Row[];
}

/** A measured value that is no row of seconds. */
export interface Figure {
  readonly id: string;
  readonly value: number;
  readonly unit: string;
  readonly note?: string;
}

export interface Verdict {
  readonly about: string;
  /** Series or figure. */
  readonly in: string;
  readonly limit: string;
  /** Null when it was not measured. */
  readonly measured: number | null;
  readonly met: boolean | null;
}

export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface WorkloadResult {
  readonly series: readonly Series[];
  readonly figures: readonly Figure[];
  /** What neither of them can say, for people. */
  readonly tables: readonly Table[];
}

/** What is looked at in a result: a ratio of rows, or a figure. `in` names the series or the figures. */
export interface Target {
  readonly workload: string;
  readonly about: string;
  readonly in: readonly string[];
  /** Ferry's seconds by those of the fastest of these peers, round by round; without it the figure's value counts. */
  readonly peers?: readonly string[];
  readonly atMost?: number;
  readonly atLeast?: number;
  readonly unit?: string;
}
