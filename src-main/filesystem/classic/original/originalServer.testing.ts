import { access, constants, open, readdir, stat, unlink } from 'node:fs/promises';
import net from 'node:net';
import { join } from 'node:path';
import { formatMegabytes } from '../../../protocol/classic/wording.ts';
import { splitWords } from '../../../protocol/classic/whiteSpace.ts';
import { BlockingSocket, decode } from './blockingSocket.testing.ts';

export interface OriginalServer {
  readonly port: number;
  /** What it printed. */
  readonly output: string[];
  /** Resolves to the exception that ended it; undefined after stop(). */
  readonly ended: Promise<string | undefined>;
  stop(): Promise<void>;
}

/**
 * The original server, statement by statement, for tests: one client at a time, reads of 1,024 bytes, no terminators, a reply
 * variable that outlives its command and its connection, and the same deaths.
 */
export async function startOriginalServer(folder: string, port = 0): Promise<OriginalServer> {
  const output: string[] = [];
  const waiting: net.Socket[] = [];
  let wake: () => void = () => undefined;
  const server = net.createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true }, (socket) => {
    waiting.push(socket);
    socket.on('error', () => undefined);
    wake();
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', 1, resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  let serving: BlockingSocket | undefined;
  let stopped = false;

  const die = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    serving?.close();
    for (const socket of waiting.splice(0)) socket.resetAndDestroy();
    await closed;
  };

  const accept = async (): Promise<BlockingSocket> => {
    for (;;) {
      if (stopped) throw new Error('stopped');
      const socket = waiting.shift();
      if (socket !== undefined) return new BlockingSocket(socket);
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };

  let response: string | undefined;
  const respond = async (connection: BlockingSocket): Promise<void> => {
    if (response === undefined) throw new Error('UnboundLocalError');
    await connection.sendall(Buffer.from(response));
  };

  const serve = async (connection: BlockingSocket): Promise<void> => {
    for (;;) {
      const data = decode(await connection.recv(1024));
      if (data === '') break;
      output.push(`Received command: ${data}`);
      const words = splitWords(data);
      const command = word(words, 0);
      if (command === 'ls') {
        response = (await readdir(folder)).join('\n');
      } else if (command === 'rm') {
        const filename = word(words, 1);
        response = (await remove(join(folder, filename))) ? `File ${filename} deleted.` : 'File not found.';
      } else if (command.startsWith('download')) {
        const [filename] = unpack(words, 2).slice(1);
        try {
          await sendFile(connection, join(folder, filename ?? ''));
        } catch (error) {
          response = `ERROR: ${error instanceof Error ? error.message : ''}`;
          await respond(connection);
        }
      } else if (command.startsWith('upload')) {
        const filename = unpack(words, 3)[2] ?? '';
        await connection.sendall(Buffer.from('OK'));
        await receiveFile(connection, join(folder, filename));
        throw new Error('AttributeError');
      } else if (command === 'size') {
        const filename = word(words, 1);
        const size = await sizeOf(join(folder, filename));
        response = size === undefined ? 'File not found.' : `Size of ${filename}: ${formatMegabytes(size)} MB`;
      } else if (command === 'byebye') {
        connection.close();
        break;
      } else if (command === 'connme') {
        response = 'Connection established.';
      } else {
        response = 'Invalid command.';
      }
      await respond(connection);
    }
    connection.close();
  };

  const run = async (): Promise<string | undefined> => {
    try {
      for (;;) {
        serving = await accept();
        await serve(serving);
        serving = undefined;
      }
    } catch (error) {
      await die();
      return stopped || !(error instanceof Error) ? undefined : error.message;
    }
  };

  const ended = run();
  return {
    port: address.port,
    output,
    ended,
    async stop() {
      stopped = true;
      wake();
      await die();
    },
  };
}

function word(words: readonly string[], index: number): string {
  const found = words[index];
  if (found === undefined) throw new Error('IndexError');
  return found;
}

function unpack(words: readonly string[], count: number): readonly string[] {
  if (words.length !== count) throw new Error('ValueError');
  return words;
}

/** `os.remove`: false for FileNotFoundError, the other exceptions are not caught. */
async function remove(path: string): Promise<boolean> {
  try {
    await unlink(path);
    return true;
  } catch (error) {
    if (code(error) === 'ENOENT') return false;
    throw new Error('OSError', { cause: error });
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (code(error) === 'ENOENT') return undefined;
    throw new Error('OSError', { cause: error });
  }
}

async function sendFile(connection: BlockingSocket, path: string): Promise<void> {
  const isFile = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!isFile) return await connection.sendall(Buffer.from('ERROR: File not found.'));
  await connection.sendall(Buffer.from('OK'));
  await access(path, constants.R_OK).catch(() => {
    throw new Error(`[Errno 13] Permission denied: '${path}'`);
  });
  const file = await open(path);
  try {
    const chunk = Buffer.alloc(1024);
    for (;;) {
      const { bytesRead } = await file.read(chunk, 0, 1024);
      if (bytesRead === 0) break;
      await connection.sendall(Buffer.from(chunk.subarray(0, bytesRead)));
    }
  } finally {
    await file.close();
  }
  await connection.sendall(Buffer.from('ENDOFFILE'));
}

async function receiveFile(connection: BlockingSocket, path: string): Promise<void> {
  const file = await open(path, 'w').catch(() => {
    throw new Error('OSError');
  });
  try {
    for (;;) {
      const data = await connection.recv(1024);
      if (data.length === 0) break;
      await file.write(data);
    }
  } finally {
    await file.close();
  }
}

function code(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
