import net from 'node:net';

export interface SlicingProxy {
  readonly port: number;
  stop(): Promise<void>;
}

/** Stands before a server and hands its bytes on in slices, each its own segment. Both directions close in order. */
export async function startSlicingProxy(target: number, slice: (bytes: Buffer) => readonly Buffer[]): Promise<SlicingProxy> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
    const far = net.connect({ port: target, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    }
    near.on('data', (bytes) => far.write(bytes));
    near.on('end', () => far.end());
    let last = Promise.resolve();
    far.on('data', (bytes) => {
      last = last.then(async () => {
        for (const part of slice(bytes)) {
          near.write(part);
          await new Promise((resolve) => setImmediate(resolve));
        }
      });
    });
    far.on('end', () => {
      void last.then(() => near.end());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

export function slicesOf(size: number): (bytes: Buffer) => Buffer[] {
  return (bytes) => {
    const slices: Buffer[] = [];
    for (let at = 0; at < bytes.length; at += size) slices.push(bytes.subarray(at, at + size));
    return slices;
  };
}
