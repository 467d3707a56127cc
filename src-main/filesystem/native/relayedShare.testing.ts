import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeltaPolicy, ExistingPolicy, Receipt } from '../../../src-shared/model/transfer.ts';
import { loadIdentity } from '../../server/identity.ts';
import { type RunningServer, startServer } from '../../server/server.ts';
import { TransferQueue } from '../../transfer/queue.ts';
import { LocalFileSystem } from '../local/localFileSystem.ts';
import type { NativeFileSystem } from './nativeFileSystem.ts';

export type Side = 'near' | 'far';

export interface RelayedShareOptions {
  /** A session with the server, through the relay. */
  readonly connect: (port: number, server: RunningServer) => Promise<NativeFileSystem>;
  /** Hands on what comes from one end of a connection; called once for each way. */
  readonly carry: (from: Socket, to: Socket) => void;
}

export const relayedToken = 't';

/** A folder here and one behind a server, `near` and `far`, and a queue that copies between them; every connection goes through a relay. */
export class RelayedShare {
  readonly home: string;
  readonly near: LocalFileSystem;
  readonly queue: TransferQueue;
  far: NativeFileSystem;
  readonly #stop: () => Promise<void>;

  private constructor(home: string, far: NativeFileSystem, again: () => Promise<NativeFileSystem>, stop: () => Promise<void>) {
    this.home = home;
    this.near = new LocalFileSystem({ root: join(home, 'near') });
    this.far = far;
    this.#stop = stop;
    this.queue = new TransferQueue({
      resolve: async (endpoint) => {
        if (endpoint === 'local') return this.near;
        const open = new Promise<'open'>((resolve) => setImmediate(() => resolve('open')));
        if ((await Promise.race([this.far.closed, open])) !== 'open') this.far = await again();
        return this.far;
      },
      retryDelays: [50, 50, 50],
    });
  }

  static async open({ connect: dial, carry }: RelayedShareOptions): Promise<RelayedShare> {
    const home = realpathSync(mkdtempSync(join(tmpdir(), 'ferry-relayed-')));
    for (const name of ['near', 'far']) mkdirSync(join(home, name));
    const identity = await loadIdentity(join(home, 'identity'));
    const place = { folder: join(home, 'far'), host: '127.0.0.1', port: 0 };
    const server = await startServer({ ...place, readOnly: false, classic: false, identity, token: relayedToken });
    const relay = createServer((socket) => {
      const onward = connect(server.port, '127.0.0.1');
      for (const [from, to] of [
        [socket, onward],
        [onward, socket],
      ] as const) {
        carry(from, to);
        from.on('error', () => to.destroy()).on('close', () => to.destroy());
      }
    });
    await new Promise<void>((resolve) => {
      relay.listen(0, '127.0.0.1', resolve);
    });
    const session = (): Promise<NativeFileSystem> => dial((relay.address() as AddressInfo).port, server);
    return new RelayedShare(home, await session(), session, async () => {
      relay.close();
      await server.stop();
    });
  }

  path(side: Side, name: string): string {
    return join(this.home, side, name);
  }

  /** The receipt of a file's copy on the other side; undefined when there is none. */
  async copy(
    from: Side,
    name: string,
    options: { readonly existing: ExistingPolicy; readonly delta?: DeltaPolicy },
  ): Promise<Receipt | undefined> {
    const endpoints = { near: 'local', far: 'far' } as const;
    let receipt: Receipt | undefined;
    const batch = this.queue.enqueue({
      from: [{ endpoint: endpoints[from], path: `/${name}` }],
      to: { endpoint: endpoints[otherSide(from)], path: '/' },
      ...options,
      onEnded: (ended) => {
        receipt = ended.receipt;
      },
    });
    await batch.ended;
    return receipt;
  }

  async stop(): Promise<void> {
    await this.queue.close();
    await this.far.close();
    await this.near.close();
    await this.#stop();
    rmSync(this.home, { recursive: true, force: true });
  }
}

export function otherSide(side: Side): Side {
  return side === 'near' ? 'far' : 'near';
}
