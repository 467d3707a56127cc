import { type AppError, type ErrorCode, toErrorRecord } from '../../src-shared/errors.ts';
import { type EndpointId, localEndpoint } from '../../src-shared/model/location.ts';
import { joinPath } from '../../src-shared/model/path.ts';
import {
  type Direction,
  type ExistingPolicy,
  priorities,
  type Receipt,
  type Transfer,
  type TransferState,
} from '../../src-shared/model/transfer.ts';
import type { WriteExisting } from '../filesystem/lane.ts';
import type { BatchRecord } from './batch.ts';
import { writeExisting } from './conflict.ts';
import type { Block } from './orderedList.ts';
import type { Ordered } from './queueOrder.ts';
import { type RateMeter, secondsLeft } from './rate.ts';
import type { SteadyTime } from './steadyTime.ts';
import type { CopyTask } from './transferLane.ts';

/** A directory and where its contents go. All files of a directory share one. */
export interface DirectoryPair {
  readonly from: string;
  readonly to: string;
  /** It, or one above it, has another name at the target, to which somebody has to agree. */
  readonly isTroubled?: boolean | undefined;
}

export interface EndpointPair {
  readonly from: EndpointId;
  readonly to: EndpointId;
}

const normalBand = priorities.indexOf('normal');

/** What the user wants of a transfer that is on a lane; it takes effect when the lane has let go of it. */
export type Intent = 'cancel' | 'pause' | 'requeue';

/** One file (or empty directory) on its way: a plain record, since there may be a great many. */
export class Item implements CopyTask, Ordered {
  readonly id: number;
  readonly batch: BatchRecord;
  readonly endpoints: EndpointPair;
  readonly kind: 'file' | 'directory';
  readonly directory: DirectoryPair;
  readonly name: string;
  targetName: string;
  state: TransferState = 'queued';
  size: number;
  acknowledged = 0;
  error: AppError | undefined = undefined;
  receipt: Receipt | undefined = undefined;
  band = normalBand;
  rank = 0;
  /** In the list of its group. */
  place: Block<Item> | undefined = undefined;
  /** Among those that are ready on their route. */
  waiting: Block<Item> | undefined = undefined;
  /** While it stands with the failed: which of their reasons it has. */
  reason: ErrorCode | undefined = undefined;
  meter: RateMeter | undefined = undefined;
  timeLeft: SteadyTime | undefined = undefined;

  /** On a lane. */
  inFlight = false;
  /** Waits for a delay to pass before it is ready again. */
  returned = false;
  intent: Intent | undefined = undefined;
  /** An answer for this one transfer, before the batch's policy. */
  answer: ExistingPolicy | undefined = undefined;
  /** The target may have the whole file from an attempt that could not be confirmed. */
  unconfirmed = false;
  /** Counts the names tried for “keep both”; 1 is the plain name. */
  number = 1;
  /** The name at the target before it was numbered. */
  plainName = '';
  tries = 0;
  /** How far the furthest try came, in bytes. */
  reached = 0;
  restarted = false;
  /** The target did not go on from where it had said; it was asked once more. */
  asksAgain = false;
  key: string | undefined = undefined;
  /** Some of it may be at the target already, under its key. */
  mayResume = false;
  /** Goes on behind what stands under the target's name. */
  adopts = false;
  /** Only what the target has not travels, this time. */
  delta = false;
  /** It went wrong once: never again. */
  withoutDelta = false;
  /** What stands there has turned out not to be the beginning of the source. */
  isOther = false;
  /** The source's time when it was copied, for a move; NaN when unknown. */
  sourceModified = Number.NaN;
  /** The name that a removal gives the source of a move for as long as it looks at the target. */
  aside: string | undefined = undefined;
  /** Stands for what could not be looked at, or not be copied as it is: another try begins with another look. */
  isUnplanned = false;
  /** How it was last written. */
  existing: WriteExisting = 'fail';

  constructor(
    id: number,
    batch: BatchRecord,
    endpoints: EndpointPair,
    kind: 'file' | 'directory',
    directory: DirectoryPair,
    name: string,
    targetName: string,
    size: number,
  ) {
    this.id = id;
    this.batch = batch;
    this.endpoints = endpoints;
    this.kind = kind;
    this.directory = directory;
    this.name = name;
    this.targetName = targetName;
    this.size = size;
  }

  get sourcePath(): string {
    return joinPath(this.directory.from, this.name);
  }

  get targetPath(): string {
    return joinPath(this.directory.to, this.targetName);
  }

  get move(): boolean {
    return this.batch.move;
  }

  get directoryTimes(): ReadonlyMap<string, number> {
    return this.batch.directoryTimes;
  }

  get policy(): ExistingPolicy {
    return this.answer ?? this.batch.existing;
  }

  /** Settles how the target's name is taken, for this attempt. */
  decideExisting(): void {
    this.existing = writeExisting(this.policy);
  }
}

export function toTransfer(item: Item, now: number): Transfer {
  const { from, to } = item.endpoints;
  const rate = item.state === 'running' ? (item.meter?.rate(now) ?? 0) : 0;
  return {
    id: item.id,
    batch: item.batch.id,
    name: item.targetName,
    from: { endpoint: from, path: item.sourcePath },
    to: { endpoint: to, path: item.targetPath },
    direction: directionOf(item.endpoints),
    state: item.state,
    size: item.size,
    acknowledged: item.acknowledged,
    rate,
    ...(item.band === normalBand ? {} : { priority: priorities[item.band] }),
    ...(rate === 0 ? {} : { secondsLeft: item.timeLeft?.estimate(secondsLeft(item.size - item.acknowledged, rate), now) }),
    ...(item.error === undefined ? {} : { error: toErrorRecord(item.error) }),
    ...(item.receipt === undefined ? {} : { receipt: item.receipt }),
  };
}

function directionOf({ from, to }: EndpointPair): Direction {
  if (from === localEndpoint) return to === localEndpoint ? 'local' : 'upload';
  return to === localEndpoint ? 'download' : 'remote';
}
