import { open, readFile } from 'node:fs/promises';
import net from 'node:net';
import { join } from 'node:path';
import { splitWords } from '../../../protocol/classic/whiteSpace.ts';
import { BlockingSocket, decode } from './blockingSocket.testing.ts';

export interface OriginalClient {
  /** Types a line at `Enter command: ` and waits for the next prompt. Resolves to what was printed. */
  type(line: string): Promise<string>;
  /** The process is killed: the socket closes without a word. */
  kill(): void;
}

/** The original client, statement by statement, for tests. An uncaught exception rejects with its name and ends it. */
export async function startOriginalClient(port: number, folder: string): Promise<OriginalClient> {
  const socket = net.connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  const connection = new BlockingSocket(socket);

  const run = async (command: string): Promise<string> => {
    if (command === 'byebye') {
      await connection.sendall(Buffer.from(command));
      connection.close();
      return '';
    }
    if (command.startsWith('download')) {
      const [, filename = '', newName = ''] = unpack(splitWords(command));
      await connection.sendall(Buffer.from(`download ${filename}`));
      const response = decode(await connection.recv(1024));
      if (response !== 'OK') return response;
      await receive(join(folder, newName));
      return `File ${filename} downloaded as ${newName}.`;
    }
    if (command.startsWith('upload')) {
      const [, filename = '', newName = ''] = unpack(splitWords(command));
      await connection.sendall(Buffer.from(`upload ${filename} ${newName}`));
      const response = decode(await connection.recv(1024));
      if (response !== 'OK') return response;
      const contents = await readFile(join(folder, filename)).catch(() => {
        throw new Error('FileNotFoundError');
      });
      for (let at = 0; at < contents.length; at += 1024) await connection.sendall(contents.subarray(at, at + 1024));
      return `File ${filename} uploaded as ${newName}.`;
    }
    await connection.sendall(Buffer.from(command));
    return `Response: ${decode(await connection.recv(1024))}`;
  };

  const receive = async (path: string): Promise<void> => {
    const file = await open(path, 'w');
    try {
      for (;;) {
        const data = await connection.recv(1024);
        if (data.includes('ENDOFFILE')) {
          await file.write(Buffer.from(data.toString('latin1').replaceAll('ENDOFFILE', ''), 'latin1'));
          break;
        }
        // The original loops for ever on a closed connection.
        if (data.length === 0) throw new Error('endless loop');
        await file.write(data);
      }
    } finally {
      await file.close();
    }
  };

  return {
    async type(line) {
      try {
        return await run(line);
      } catch (error) {
        connection.close();
        throw error;
      }
    },
    kill: () => connection.close(),
  };
}

function unpack(words: readonly string[]): readonly string[] {
  if (words.length !== 3) throw new Error('ValueError');
  return words;
}
