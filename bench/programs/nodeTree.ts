import { closeSync, futimesSync, fstatSync, mkdirSync, openSync, readdirSync, readSync, renameSync, writeSync } from 'node:fs';
import type { Socket } from 'node:net';
import { dirname, join } from 'node:path';

/**
 * A folder over one connection with as little as Node needs for it: no round trips, large writes, no check; every file is
 * written under another name and renamed. A file on the wire: u16 length of its path, u32 size, f64 milliseconds, path, contents.
 */
const head = 14;
const frame = 256 * 1024;
/** A file of so many bytes is written when it is whole. */
const whole = 64 * 1024;

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
    for (let done = 0; done < size; ) {
      const count = readSync(file, buffer, at, Math.min(size - done, buffer.length - at), done);
      if (count === 0) break;
      done += count;
      at += count;
      if (at >= frame) await flush();
    }
    closeSync(file);
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

interface Incoming {
  readonly file: number;
  readonly temporary: string;
  readonly target: string;
  readonly modified: number;
  left: number;
}

/** What takes the bytes as they come. */
export function receiveTree(folder: string): (bytes: Buffer) => void {
  const made = new Set<string>();
  let rest: Buffer = Buffer.alloc(0);
  let count = 0;
  let open: Incoming | undefined;
  const begin = (path: string, modified: number, left: number): Incoming => {
    const target = join(folder, path);
    const directory = dirname(target);
    if (!made.has(directory)) mkdirSync(directory, { recursive: true });
    made.add(directory);
    const temporary = join(directory, `.${(count += 1)}`);
    return { file: openSync(temporary, 'wx'), temporary, target, modified, left };
  };
  /** @returns what is behind the file's contents */
  const write = (incoming: Incoming, bytes: Buffer): Buffer => {
    const contents = bytes.subarray(0, incoming.left);
    for (let done = 0; done < contents.length; ) done += writeSync(incoming.file, contents, done);
    incoming.left -= contents.length;
    if (incoming.left === 0) end(incoming);
    return bytes.subarray(contents.length);
  };
  const end = ({ file, temporary, target, modified }: Incoming): void => {
    futimesSync(file, modified / 1000, modified / 1000);
    closeSync(file);
    renameSync(temporary, target);
    open = undefined;
  };
  return (bytes) => {
    let from: Buffer = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    if (open !== undefined) from = write(open, from);
    while (from.length >= head) {
      const name = from.readUInt16BE(0);
      const size = from.readUInt32BE(2);
      if (from.length < head + name + (size <= whole ? size : 0)) break;
      open = begin(from.toString('utf8', head, head + name), from.readDoubleBE(6), size);
      from = write(open, from.subarray(head + name));
    }
    rest = Buffer.from(from);
  };
}
