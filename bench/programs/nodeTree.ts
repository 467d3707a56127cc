import { closeSync, futimesSync, fstatSync, mkdirSync, openSync, readdirSync, readSync, renameSync, writeSync } from 'node:fs';
import type { Socket } from 'node:net';
import { dirname, join } from 'node:path';

/**
 * A folder of small files over one connection with as little as Node needs for it: no round trips, large writes, no check; every file is
 * written under another name and renamed. A file on the wire: u16 length of its path, u32 size, f64 milliseconds, path, contents.
 */
const head = 14;
const frame = 256 * 1024;

export async function sendTree(socket: Socket, folder: string): Promise<void> {
  let buffer = Buffer.allocUnsafe(2 * frame);
  let at = 0;
  const flush = async (): Promise<void> => {
    const taken = socket.write(buffer.subarray(0, at));
    buffer = Buffer.allocUnsafe(2 * frame);
    at = 0;
    if (!taken) await new Promise<void>((resolve) => void socket.once('drain', resolve));
  };
  const send = async (path: string): Promise<void> => {
    const file = openSync(join(folder, path), 'r');
    const { size, mtimeMs } = fstatSync(file);
    at = buffer.writeUInt16BE(Buffer.byteLength(path), at);
    at = buffer.writeUInt32BE(size, at);
    at = buffer.writeDoubleBE(mtimeMs, at);
    at += buffer.write(path, at);
    at += readSync(file, buffer, at, size, 0);
    closeSync(file);
    if (at >= frame) await flush();
  };
  const walk = async (path: string): Promise<void> => {
    for (const entry of readdirSync(join(folder, path), { withFileTypes: true })) {
      const inner = path === '' ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory()) await walk(inner);
      else await send(inner);
    }
  };
  socket.resume();
  await walk('');
  if (at > 0) await flush();
  socket.end();
}

/** What takes the bytes as they come. */
export function receiveTree(folder: string): (bytes: Buffer) => void {
  const made = new Set<string>();
  let rest = Buffer.alloc(0);
  let count = 0;
  const place = (path: string, modified: number, contents: Buffer): void => {
    const target = join(folder, path);
    const directory = dirname(target);
    if (!made.has(directory)) mkdirSync(directory, { recursive: true });
    made.add(directory);
    const temporary = join(directory, `.${(count += 1)}`);
    const file = openSync(temporary, 'wx');
    for (let done = 0; done < contents.length; ) done += writeSync(file, contents, done);
    futimesSync(file, modified / 1000, modified / 1000);
    closeSync(file);
    renameSync(temporary, target);
  };
  return (bytes) => {
    let from = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    while (from.length >= head) {
      const name = from.readUInt16BE(0);
      const end = head + name + from.readUInt32BE(2);
      if (from.length < end) break;
      place(from.toString('utf8', head, head + name), from.readDoubleBE(6), from.subarray(head + name, end));
      from = from.subarray(end);
    }
    rest = Buffer.from(from);
  };
}
