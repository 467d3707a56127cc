import { expect, it } from 'vitest';
import { AppError } from '../../../src-shared/errors.ts';
import { limits } from '../../protocol/limits.ts';
import { BulkConnections, connectionsAtFirst } from './bulkConnections.ts';
import type { NativeClient } from './client.ts';

/** What a connection shows of itself here: how many lanes it has, and whether it is open. */
class Connection {
  lanes = 0;
  /** Closed here, and not ended by the server. */
  closing = 0;
  open = true;
  readonly closed = Promise.resolve(undefined);
  get lanesAtServer(): number {
    return this.lanes + this.closing;
  }

  close(): void {
    this.open = false;
  }
}

interface Dialled {
  readonly bulk: BulkConnections;
  readonly connections: Connection[];
  readonly openLane: () => Promise<Connection>;
}

function dialling(most: number, dial = (connection: Connection) => Promise.resolve(connection)): Dialled {
  const connections: Connection[] = [];
  const bulk = new BulkConnections(() => {
    const connection = new Connection();
    connections.push(connection);
    return dial(connection) as unknown as Promise<NativeClient>;
  }, most);
  const openLane = async (): Promise<Connection> => {
    let chosen: Connection | undefined;
    await bulk.forLane((client) => {
      chosen = client as unknown as Connection;
      chosen.lanes += 1;
    });
    if (chosen === undefined) throw new Error('no connection');
    return chosen;
  };
  return { bulk, connections, openLane };
}

it('gives each lane a connection of its own up to the most, then the one with the fewest lanes', async () => {
  const { connections, openLane } = dialling(3);
  await Promise.all(Array.from({ length: 7 }, openLane));
  expect(connections.map(({ lanes }) => lanes)).toEqual([3, 2, 2]);
  const [, , third] = connections;
  if (third !== undefined) third.lanes = 0;
  expect(await openLane()).toBe(third);
});

it('opens another when the server would take no further lane, one that it has not ended yet included', async () => {
  const { connections, openLane } = dialling(1);
  await Promise.all(Array.from({ length: limits.lanes }, openLane));
  const [first] = connections;
  expect(connections).toHaveLength(1);
  if (first === undefined) throw new Error('no connection');
  first.lanes -= 1;
  first.closing += 1;
  expect(await openLane()).not.toBe(first);
  first.closing -= 1;
  expect(connections.map(({ lanes }) => lanes)).toEqual([limits.lanes - 1, 1]);
});

it('uses one that has no lane any more before it makes another', async () => {
  const { connections, openLane } = dialling(4);
  const first = await openLane();
  first.lanes = 0;
  expect(await openLane()).toBe(first);
  expect(connections).toHaveLength(1);
});

it('has as many ready as are prepared, and gives each lane one of them', async () => {
  const { bulk, connections, openLane } = dialling(4);
  bulk.prepare(2);
  bulk.prepare(2);
  expect(connections).toHaveLength(2);
  await Promise.all([openLane(), openLane()]);
  expect(connections.map(({ lanes }) => lanes)).toEqual([1, 1]);
});

it('prepares no more than there may be', () => {
  const { bulk, connections } = dialling(1);
  bulk.prepare(2);
  expect(connections).toHaveLength(1);
});

it('takes whichever there is for what is no lane', async () => {
  const { bulk, connections, openLane } = dialling(4);
  const first = await openLane();
  expect(await bulk.any()).toBe(first);
  expect(connections).toHaveLength(1);
});

it('makes do with those there are when no further one comes about', async () => {
  const { connections, openLane } = dialling(4, (connection) =>
    connections.length > 1 ? Promise.reject(new AppError('busy', 'too many')) : Promise.resolve(connection),
  );
  const first = await openLane();
  expect(await openLane()).toBe(first);
});

it('forgets those that have ended, and those that never came about', async () => {
  let fails = true;
  const lost = new AppError('unreachable', 'gone');
  const { connections, openLane } = dialling(1, (connection) => (fails ? Promise.reject(lost) : Promise.resolve(connection)));
  await expect(openLane()).rejects.toBe(lost);
  fails = false;
  const second = await openLane();
  second.open = false;
  expect(await openLane()).toBe(connections[2]);
});

it('closes all, also those that are on their way', async () => {
  let arrive: () => void = () => {};
  const late = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const { bulk, connections, openLane } = dialling(2, async (connection) => {
    if (connections.length === 2) await late;
    return connection;
  });
  await openLane();
  const pending = openLane();
  const closing = bulk.close();
  arrive();
  await Promise.all([closing, pending]);
  expect(connections.map(({ open }) => open)).toEqual([false, false]);
});

it.each([
  [0, 1],
  [5, 1],
  [10, 2],
  [300, 2],
])('a round trip of %i ms is worth %i to begin with', (roundTrip, count) => {
  expect(connectionsAtFirst(roundTrip)).toBe(count);
});
