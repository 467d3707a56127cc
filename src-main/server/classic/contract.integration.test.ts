import net from 'node:net';
import { connectClassic } from '../../filesystem/classic/connect.ts';
import { describeFileSystem } from '../../filesystem/contractSuite.ts';
import { MemoryFileSystem } from '../../filesystem/memory/memoryFileSystem.ts';
import { serveClassicPeer } from './classicPeer.ts';

describeFileSystem('classic, on our server', {
  plainNames: true,
  overwrites: false,
  smallFiles: 12,
  chunkSize: 64 * 1024,
  async open() {
    const fileSystem = new MemoryFileSystem();
    const server = net.createServer((socket) => {
      serveClassicPeer({ socket, head: new Uint8Array(0), fileSystem, allowReplace: false, pauseMs: 5 });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return {
      fileSystem: await connectClassic({ host: '127.0.0.1', port: address.port, timeoutMs: 5000, silenceMs: 5000 }),
      directory: '/',
      async cleanup() {
        await new Promise((resolve) => server.close(resolve));
      },
    };
  },
});
