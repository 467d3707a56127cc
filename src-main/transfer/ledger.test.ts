import { expect, it } from 'vitest';
import { BatchRecord } from './batch.ts';
import { Item } from './item.ts';
import { Ledger } from './ledger.ts';

const places = { from: 'local', to: 's1' };

it('tells the speed of the work that is done now, whatever was done a moment ago', () => {
  let now = 100_000;
  const ledger = new Ledger(
    () => now,
    () => undefined,
  );
  const batch = new BatchRecord(1, { to: { endpoint: 's1', path: '/' }, existing: 'ask' });
  const copy = (id: number, steps: number, bytes: number): Item => {
    const item = new Item(id, batch, places, 'file', { from: '/a', to: '/b' }, `f${id}`, `f${id}`, steps * bytes);
    ledger.add(item);
    ledger.move(item, 'running');
    for (let step = 1; step <= steps; step++) {
      now += 100;
      ledger.acknowledge(item, step * bytes);
    }
    return item;
  };
  ledger.move(copy(1, 5, 1000), 'done');
  now += 2500;
  copy(2, 9, 100_000);
  expect(ledger.summary(false, false).rate).toBeGreaterThan(900_000);
});
