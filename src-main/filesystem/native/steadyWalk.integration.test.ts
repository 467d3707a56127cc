import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectNative } from './connect.ts';
import { RelayedShare, relayedToken } from './relayedShare.testing.ts';

it('a folder of a server is read on when the connection breaks while it is read', async () => {
  let cuts = 0;
  const share = await RelayedShare.open({
    connect: (port, { pin }) => connectNative({ host: '127.0.0.1', port, pin, token: relayedToken }),
    carry: (from, to) => {
      let carried = 0;
      from.on('data', (bytes) => {
        carried += bytes.length;
        if (carried > 300_000 && cuts === 0) {
          cuts += 1;
          from.resetAndDestroy();
          to.destroy();
        } else to.write(bytes);
      });
    },
  });
  // Long names, so that the walk is cut in its midst.
  const names = Array.from({ length: 4_000 }, (_, index) => String(index).padEnd(200, '.'));
  for (const folder of ['tree', 'tree/in']) {
    mkdirSync(share.path('far', folder));
    for (const name of names.slice(0, 2_000)) writeFileSync(share.path('far', join(folder, name)), '');
  }
  const from = [{ endpoint: 'far', path: '/tree' }];
  const batch = share.queue.enqueue({ from, to: { endpoint: 'local', path: '/' }, existing: 'overwrite' });
  expect((await batch.ended).counts).toEqual({ done: 4_000, skipped: 0, failed: 0, cancelled: 0 });
  expect(cuts).toBe(1);
  expect(readdirSync(share.path('near', 'tree'))).toHaveLength(2_001);
  expect(readdirSync(share.path('near', 'tree/in'))).toHaveLength(2_000);
  await share.stop();
});
