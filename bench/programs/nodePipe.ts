import { closeSync, openSync, readFileSync, readSync, statSync, writeSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { connect as connectTls, createServer as createTlsServer } from 'node:tls';
import { receiveTree, sendTree } from './nodeTree.ts';

/**
 * `nodePipe.ts listen|connect send|receive HOST PORT PATH [KEY CERTIFICATE]`: a file, or a folder of small ones, over one connection with as little as Node needs for it,
 * with TLS when a key and a certificate are named. What Node can do on this machine, with no names and no check of its own.
 */
const [side = '', role = '', host = '', port = '', path = '', key, certificate] = process.argv.slice(2);
const piece = 1 << 20;
const buffers = 4;
const cipher = 'TLS_AES_128_GCM_SHA256';

function fail(error: Error): never {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}

function send(socket: Socket): void {
  if (statSync(path).isDirectory()) sendTree(socket, path).catch(fail);
  else sendFile(socket);
}

/** A ring of buffers; a buffer is read into again when the socket has taken its bytes. */
function sendFile(socket: Socket): void {
  const file = openSync(path, 'r');
  const free = Array.from({ length: buffers }, () => Buffer.allocUnsafeSlow(piece));
  let over = false;
  const more = (): void => {
    for (let buffer = over ? undefined : free.pop(); buffer !== undefined; buffer = over ? undefined : free.pop()) {
      const bytes = readSync(file, buffer, 0, piece, null);
      if (bytes === 0) {
        over = true;
        socket.end();
        return;
      }
      const taken = buffer;
      socket.write(bytes === piece ? taken : taken.subarray(0, bytes), () => {
        free.push(taken);
        more();
      });
    }
  };
  socket.on('close', () => closeSync(file)).resume();
  more();
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at);
}

/** The name tells: a folder's ends with a slash. */
function receiver(): (bytes: Buffer) => void {
  if (path.endsWith('/')) return receiveTree(path);
  const file = openSync(path, 'w');
  return (bytes) => writeAll(file, bytes);
}

function listen(): void {
  const accept = (socket: Socket): void => {
    server.close();
    socket.on('error', fail);
    if (role === 'send') {
      send(socket);
      return;
    }
    socket.on('data', receiver());
    socket.on('end', () => socket.end());
  };
  const server =
    key === undefined || certificate === undefined
      ? createServer(accept)
      : createTlsServer(
          { key: readFileSync(key), cert: readFileSync(certificate), minVersion: 'TLSv1.3', ciphers: cipher },
          accept,
        );
  server.listen({ host, port: Number(port) });
}

function dial(): void {
  const receive = role === 'receive' ? receiver() : undefined;
  const onread = {
    buffer: Buffer.allocUnsafeSlow(piece),
    callback: (length: number, bytes: Uint8Array): boolean => {
      receive?.(Buffer.from(bytes.buffer, bytes.byteOffset, length));
      return true;
    },
  };
  const secure = { rejectUnauthorized: false, ciphers: cipher };
  const options = { host, port: Number(port), onread };
  const socket = key === undefined ? connect(options) : connectTls({ ...options, ...secure });
  socket.on('error', fail);
  if (role === 'send') socket.once(key === undefined ? 'connect' : 'secureConnect', () => send(socket));
}

if (side === 'listen') listen();
else dial();
