import { limits } from '../../protocol/limits.ts';
import { slowStartFrom } from '../fileSystem.ts';
import type { NativeClient } from './client.ts';

interface Bulk {
  readonly opening: Promise<NativeClient>;
  /** Once it is open. */
  client: NativeClient | undefined;
  /** Lanes that will be opened on it. */
  expected: number;
}

/** Connections for contents that are worth opening beforehand. `roundTrip`: milliseconds. */
export function connectionsAtFirst(roundTrip: number): number {
  return roundTrip < slowStartFrom ? 1 : 2;
}

/**
 * The connections that contents travel on, beside the one for requests. Each lane takes the one with the fewest lanes, or a new one where more
 * are allowed, or a server takes no more lanes on those there are.
 */
export class BulkConnections {
  readonly #open: (stop: AbortSignal) => Promise<NativeClient>;
  readonly #most: number;
  readonly #stop = new AbortController();
  #all: Bulk[] = [];

  /** `most`: at a time. */
  constructor(open: (stop: AbortSignal) => Promise<NativeClient>, most: number) {
    this.#open = open;
    this.#most = most;
  }

  /** Lanes will be opened soon: so many connections there shall be. Whoever opens one hears what is wrong. */
  prepare(count: number): void {
    while (this.#present().length < Math.min(count, this.#most)) this.#add();
  }

  /** Whichever there is: for a request that takes long. */
  any(): Promise<NativeClient> {
    return (this.#present()[0] ?? this.#add()).opening;
  }

  /**
   * `attach` gets a connection for one lane in the turn in which it is known. One that is to be had will do where a further one is not.
   * Rejects with AppError when there is none.
   */
  async forLane(attach: (client: NativeClient) => void): Promise<void> {
    const bulk = this.#leastUsed();
    bulk.expected += 1;
    try {
      attach(await bulk.opening.catch((error: unknown) => this.#anyBut(bulk, error)));
    } finally {
      bulk.expected -= 1;
    }
  }

  /**
   * `attach` gets each connection that no lane uses, and as many new ones as are allowed beside `own`, as they come about: for a lane there
   * that one connection may not be enough for. What can't be had is done without.
   */
  forStripes(own: NativeClient, attach: (client: NativeClient) => void): void {
    const idle = this.#present().filter((bulk) => bulk.client !== own && lanesOf(bulk) === 0);
    while (this.#all.length < this.#most) idle.push(this.#add());
    for (const bulk of idle) {
      bulk.expected += 1;
      bulk.opening
        .then(attach)
        .catch(() => undefined)
        .finally(() => {
          bulk.expected -= 1;
        });
    }
  }

  #anyBut(bulk: Bulk, error: unknown): Promise<NativeClient> {
    const other = this.#present().find((one) => one !== bulk && one.client !== undefined);
    if (other === undefined) throw error;
    return other.opening;
  }

  #leastUsed(): Bulk {
    let least: Bulk | undefined;
    for (const bulk of this.#present()) if (least === undefined || lanesOf(bulk) < lanesOf(least)) least = bulk;
    if (least === undefined || (lanesOf(least) > 0 && this.#all.length < this.#most) || isFull(least)) return this.#add();
    return least;
  }

  /** Those that have ended are forgotten. */
  #present(): readonly Bulk[] {
    this.#all = this.#all.filter(({ client }) => client?.open !== false);
    return this.#all;
  }

  #add(): Bulk {
    const bulk: Bulk = { opening: this.#open(this.#stop.signal), client: undefined, expected: 0 };
    this.#all.push(bulk);
    bulk.opening.then(
      (client) => {
        bulk.client = client;
      },
      () => {
        this.#all = this.#all.filter((other) => other !== bulk);
      },
    );
    return bulk;
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.all(
      this.#all.map(async ({ opening }) => {
        const client = await opening.catch(() => undefined);
        client?.close();
        await client?.closed;
      }),
    );
  }
}

/** A server refuses one lane more, and with it all that goes the same way. */
function isFull({ client, expected }: Bulk): boolean {
  return expected + (client?.lanesAtServer ?? 0) >= limits.lanes;
}

function lanesOf({ client, expected }: Bulk): number {
  return expected + (client?.lanes ?? 0);
}
