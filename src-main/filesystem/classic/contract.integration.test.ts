import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeFileSystem } from '../contractSuite.ts';
import { connectClassic } from './connect.ts';
import { startOriginalServer } from './original/originalServer.testing.ts';

/** The original dies behind each upload, so somebody starts it again. */
async function keepOriginalServer(folder: string): Promise<{ port: number; stop(): Promise<void> }> {
  let server = await startOriginalServer(folder);
  const { port } = server;
  let stopped = false;
  const watch = async (): Promise<void> => {
    while ((await server.ended) !== undefined && !stopped) server = await startOriginalServer(folder, port);
  };
  const watching = watch();
  return {
    port,
    async stop() {
      stopped = true;
      await server.stop();
      await watching;
    },
  };
}

describeFileSystem('classic, on the original server', {
  plainNames: true,
  overwrites: false,
  smallFiles: 12,
  chunkSize: 64 * 1024,
  async open() {
    const folder = await mkdtemp(join(tmpdir(), 'ferry-classic-contract-'));
    const server = await keepOriginalServer(folder);
    return {
      fileSystem: await connectClassic({ host: '127.0.0.1', port: server.port, timeoutMs: 5000, silenceMs: 5000 }),
      directory: '/',
      async cleanup() {
        await server.stop();
        await rm(folder, { recursive: true, force: true });
      },
    };
  },
});
