import type { DeltaPolicy, ExistingPolicy } from './transfer.ts';

export const columnNames = ['name', 'size', 'type', 'date'] as const;
export type ColumnName = (typeof columnNames)[number];
export type SideColumn = Exclude<ColumnName, 'name'>;

export const keyPresets = ['commander', 'filezilla'] as const;
export type KeyPreset = (typeof keyPresets)[number];

/** What happens when the queue has come to its end after some work. */
export const queueEndings = ['nothing', 'notify', 'sound'] as const;
export type QueueEnding = (typeof queueEndings)[number];

/** Bytes a second. */
export const speedLimitRange = { least: 1024, most: 1e12 } as const;

/** What the user has arranged for good. */
export interface Settings {
  readonly theme: 'system' | 'light' | 'dark';
  readonly language: 'system' | 'en' | 'id';
  readonly keyPreset: KeyPreset;
  /** Keys the user has chosen, by command; they replace those of the preset. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
  readonly showHidden: boolean;
  /** What to do with taken names, by where the copies go. */
  readonly existingUpload: ExistingPolicy;
  readonly existingDownload: ExistingPolicy;
  /** Of transfers that begin later. */
  readonly delta: DeltaPolicy;
  /** How many transfers go side by side; `auto`: as many as are worth it for the two ends. */
  readonly parallelTransfers: 'auto' | number;
  /** Bytes a second, for all transfers together. */
  readonly speedLimit: 'off' | number;
  readonly queueEnding: QueueEnding;
  readonly existingOther: ExistingPolicy;
  /** The columns after the name, in their order; those that are not here are hidden. */
  readonly columns: readonly SideColumn[];
  /** Pixels. */
  readonly columnWidths: Readonly<Record<SideColumn, number>>;
}

export const columnWidthRange = { least: 48, most: 400 } as const;

export const defaultSettings: Settings = {
  theme: 'system',
  language: 'system',
  keyPreset: 'commander',
  keys: {},
  showHidden: false,
  existingUpload: 'ask',
  existingDownload: 'ask',
  delta: 'auto',
  parallelTransfers: 'auto',
  speedLimit: 'off',
  queueEnding: 'nothing',
  existingOther: 'ask',
  columns: ['size', 'date'],
  columnWidths: { size: 84, type: 96, date: 132 },
};
