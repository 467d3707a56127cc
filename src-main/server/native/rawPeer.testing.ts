import { Buffer } from 'node:buffer';
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect as connectPlain, type Socket } from 'node:net';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';

/**
 * A client written by hand from docs/protocol.md for the tests of the server, and by intention not with the product's own code: it
 * can say what no honest client says.
 */

export const op = {
  hello: 0x01,
  welcome: 0x02,
  goodbye: 0x03,
  list: 0x10,
  walk: 0x11,
  stat: 0x12,
  makeDirectory: 0x13,
  rename: 0x14,
  remove: 0x15,
  setAttributes: 0x16,
  space: 0x17,
  partial: 0x18,
  ping: 0x19,
  copy: 0x1a,
  hash: 0x1b,
  read: 0x1c,
  watch: 0x1d,
  adopt: 0x1e,
  chunks: 0x1f,
  openReadLane: 0x20,
  openWriteLane: 0x21,
  joinLane: 0x22,
  cancel: 0x2f,
  records: 0x40,
  content: 0x41,
  window: 0x42,
  page: 0x80,
  done: 0x81,
  error: 0x82,
} as const;

const codes =
  'not-found already-exists not-a-directory is-a-directory directory-not-empty permission-denied name-invalid no-space not-a-file offset-conflict source-changed integrity-mismatch auth-failed identity-changed version-unsupported busy unsupported unreachable timeout connection-lost protocol-violation frame-too-large cancelled invalid-request internal'.split(
    ' ',
  );

export const u8 = (value: number): Buffer => Buffer.from([value]);
export const u16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);
export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
export function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}
export function counted(text: string | Buffer): Buffer {
  const bytes = Buffer.from(text as string);
  return Buffer.concat([u16(bytes.length), bytes]);
}
export const noTime = Buffer.concat([Buffer.alloc(8), u32(0xffff_ffff)]);
export const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

export function header(length: number, id: number, opcode: number, flags = 0, reserved = 0): Buffer {
  return Buffer.concat([u32(length), u32(id), u8(opcode), u8(flags), u16(reserved)]);
}

export function frame(opcode: number, id: number, ...parts: Buffer[]): Buffer {
  const payload = Buffer.concat(parts);
  return Buffer.concat([header(payload.length, id, opcode), payload]);
}

/** Opens a lane that nobody else knows the key of, unless it is given. */
export function laneFrame(opcode: number, id: number, window: number, key: Uint8Array = randomBytes(16)): Buffer {
  return frame(opcode, id, u32(window), Buffer.from(key));
}

/** The records of a write lane, byte by byte. */
export const rec = {
  attributes: (size: number): Buffer => Buffer.concat([u64(size), noTime, u16(0xffff)]),
  target(path: string | Buffer, existing = 0, key?: Buffer, offset = 0): Buffer {
    return Buffer.concat([
      u8(1),
      counted(path),
      u8(existing),
      key === undefined ? u8(0) : Buffer.concat([u8(1), key, u64(offset)]),
    ]);
  },
  open(ticket: number, size: number, target: Buffer, offset = 0): Buffer {
    return Buffer.concat([u8(0x10), u32(ticket), rec.attributes(size), u64(offset), target]);
  },
  whole(ticket: number, contents: Buffer, target: Buffer, hash: Buffer | undefined = sha256(contents)): Buffer {
    const proof = hash === undefined ? u8(0) : Buffer.concat([u8(1), hash]);
    return Buffer.concat([u8(0x11), u32(ticket), rec.attributes(contents.length), target, u32(contents.length), contents, proof]);
  },
  end(ticket: number, size: number, hash?: Buffer): Buffer {
    return Buffer.concat([u8(0x12), u32(ticket), u64(size), hash === undefined ? u8(0) : Buffer.concat([u8(1), hash])]);
  },
  abort: (ticket: number, keep: boolean): Buffer => Buffer.concat([u8(0x13), u32(ticket), u8(keep ? 1 : 0)]),
  makeDirectory: (ticket: number, path: string | Buffer): Buffer => Buffer.concat([u8(0x14), u32(ticket), counted(path)]),
  hole: (ticket: number, length: number): Buffer => Buffer.concat([u8(0x16), u32(ticket), u32(length)]),
  reuse: (ticket: number, offset: number, length: number): Buffer =>
    Buffer.concat([u8(0x17), u32(ticket), u64(offset), u32(length)]),
  basis: (ticket: number, count: number, length = 65_536): Buffer =>
    Buffer.concat([
      u8(0x03),
      u32(ticket),
      u16(count),
      ...Array.from({ length: count }, (_, i) => Buffer.concat([u32(length), u32(i), Buffer.alloc(12)])),
    ]),
  based: (ticket: number, identity: Buffer): Buffer => Buffer.concat([u8(0x18), u32(ticket), identity]),
  striped: (stripe: number, length: number): Buffer => Buffer.concat([u8(0x19), u32(0), u8(stripe), u32(length)]),
  directoryTimes: (...paths: readonly string[]): Buffer =>
    Buffer.concat([u8(0x1a), u32(0), u8(paths.length), ...paths.flatMap((path) => [counted(path), u64(1_000_000_000), u32(0)])]),
  flush: (): Buffer => Buffer.concat([u8(0x15), u32(0)]),
  /** `resume`: a resume point, as bytes. */
  read: (ticket: number, path: string | Buffer, resume?: Buffer): Buffer =>
    Buffer.concat([u8(0x01), u32(ticket), counted(path), u8(resume === undefined ? 0 : 1), resume ?? Buffer.alloc(0)]),
  cancelRead: (ticket: number): Buffer => Buffer.concat([u8(0x02), u32(ticket)]),
};

export interface RawFrame {
  readonly opcode: number;
  readonly id: number;
  readonly payload: Buffer;
}

/** What the server said of a ticket in the end: `committed`, `skipped`, the code it failed with, or the contents. */
export interface Outcome {
  readonly ticket: number;
  readonly end: string;
  readonly size?: number;
  readonly sha256?: string;
}

export interface RawPeerOptions {
  readonly port: number;
  readonly token?: string;
  readonly tls?: ConnectionOptions;
  /** False: nothing is said after the handshake. */
  readonly hello?: boolean;
}

export class RawPeer {
  readonly socket: TLSSocket;
  /** What is below TLS. */
  readonly plain: Socket;
  readonly frames: RawFrame[] = [];
  readonly outcomes = new Map<number, Outcome>();
  goodbye: string | undefined;
  received = 0;
  /** Bytes that were told as holes. */
  holes = 0;
  #buffer: Buffer = Buffer.alloc(0);
  #wake: (() => void)[] = [];
  #closed = false;
  #lastId = 0;

  private constructor(socket: TLSSocket, plain: Socket) {
    this.socket = socket;
    this.plain = plain;
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', () => {});
    socket.on('close', () => {
      this.#closed = true;
      this.#notify();
    });
  }

  /** Connected with TLS, and authenticated unless told otherwise. */
  static async connect(options: RawPeerOptions): Promise<RawPeer> {
    const plain = connectPlain(options.port, '127.0.0.1');
    plain.on('error', () => {});
    const socket = connect({
      socket: plain,
      rejectUnauthorized: false,
      ALPNProtocols: ['ferry/1'],
      minVersion: 'TLSv1.3',
      ...options.tls,
    });
    await once(socket, 'secureConnect');
    const peer = new RawPeer(socket, plain);
    if (options.hello === false) return peer;
    peer.send(peer.helloFrame(options.token ?? ''));
    await peer.until(() => peer.frames.some(({ opcode }) => opcode === op.welcome) || peer.closed, 'the welcome');
    return peer;
  }

  helloFrame(token: string, features = 0): Buffer {
    return frame(op.hello, 0, Buffer.from('Ferr'), u16(1), u32(features), u8(1), this.proof(token));
  }

  proof(token: string): Buffer {
    const exported = this.socket.exportKeyingMaterial(32, 'EXPORTER-ferry-1-authentication', Buffer.alloc(0));
    return createHmac('sha256', createHash('sha256').update(token).digest()).update(exported).digest();
  }

  get closed(): boolean {
    return this.#closed;
  }

  get welcomed(): boolean {
    return this.frames.some(({ opcode }) => opcode === op.welcome);
  }

  send(...parts: Buffer[]): void {
    if (!this.socket.destroyed) this.socket.write(Buffer.concat(parts));
  }

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  /** The final answer to a request: `done`, or the code it failed with. */
  async ask(opcode: number, ...body: Buffer[]): Promise<string> {
    const id = this.nextId();
    this.send(frame(opcode, id, ...body));
    const answer = await this.final(id);
    return answer.opcode === op.done ? 'done' : codeOf(answer.payload);
  }

  async final(id: number): Promise<RawFrame> {
    const isFinal = (one: RawFrame): boolean => one.id === id && (one.opcode === op.done || one.opcode === op.error);
    await this.until(() => this.frames.some(isFinal) || this.closed, `an answer to ${id}`);
    const found = this.frames.find(isFinal);
    if (found === undefined) throw new Error(`the server closed with ${this.goodbye} before it answered`);
    return found;
  }

  pages(id: number): Buffer[] {
    return this.frames.filter((one) => one.id === id && one.opcode === op.page).map((one) => one.payload);
  }

  /** Bytes of contents that came with this id. */
  contentsOn(id: number): number {
    const contents = this.frames.filter((one) => one.opcode === op.content && one.id === id);
    return contents.reduce((sum, { payload }) => sum + payload.length, 0);
  }

  openLane(opcode: number = op.openWriteLane, window = 8 * 1024 * 1024, key?: Uint8Array): number {
    const id = this.nextId();
    this.send(laneFrame(opcode, id, window, key));
    return id;
  }

  async outcome(ticket: number): Promise<Outcome> {
    await this.until(() => this.outcomes.has(ticket) || this.closed, `the end of ticket ${ticket}`);
    return this.outcomes.get(ticket) ?? { ticket, end: `closed: ${this.goodbye}` };
  }

  /** Everything in flight on the connection has been taken by the server. */
  async settled(): Promise<void> {
    await this.ask(op.ping);
  }

  async untilClosed(): Promise<string | undefined> {
    await this.until(() => this.closed, 'the end of the connection');
    return this.goodbye;
  }

  async until(condition: () => boolean, what: string, timeoutMs = 15_000): Promise<void> {
    const end = performance.now() + timeoutMs;
    while (!condition()) {
      if (performance.now() > end) throw new Error(`${what} did not come`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 200);
        this.#wake.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  close(): void {
    this.socket.destroy();
  }

  #notify(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }

  #take(chunk: Buffer): void {
    this.received += chunk.length;
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    for (;;) {
      if (this.#buffer.length < 12) break;
      const length = this.#buffer.readUInt32BE(0);
      if (this.#buffer.length < 12 + length) break;
      const payload = this.#buffer.subarray(12, 12 + length);
      const one = { id: this.#buffer.readUInt32BE(4), opcode: this.#buffer.readUInt8(8), payload };
      this.#buffer = this.#buffer.subarray(12 + length);
      this.frames.push(one);
      if (one.opcode === op.goodbye) this.goodbye = codeOf(payload);
      if (one.opcode === op.records) this.#records(payload);
    }
    this.#notify();
  }

  #records(payload: Buffer): void {
    for (let at = 0; at < payload.length; ) {
      const kind = payload.readUInt8(at);
      const ticket = payload.readUInt32BE(at + 1);
      at += 5;
      if (kind === 0x20) {
        at += 8;
      } else if (kind === 0x21) {
        const size = Number(payload.readBigUInt64BE(at));
        this.outcomes.set(ticket, { ticket, end: 'committed', size, sha256: payload.toString('hex', at + 8, at + 40) });
        at += 41;
      } else if (kind === 0x22) {
        this.outcomes.set(ticket, { ticket, end: 'skipped' });
      } else if (kind === 0x23) {
        this.outcomes.set(ticket, { ticket, end: codeOf(payload.subarray(at)) });
        at += 3 + payload.readUInt16BE(at + 1);
      } else if (kind === 0x10) {
        at += 22 + 8 + 1;
      } else if (kind === 0x19) {
        at += 5;
      } else if (kind === 0x16) {
        this.holes += payload.readUInt32BE(at);
        at += 4;
      } else if (kind === 0x11) {
        const length = payload.readUInt32BE(at + 23);
        this.outcomes.set(ticket, { ticket, end: `read ${payload.toString('utf8', at + 27, at + 27 + length)}` });
        at += 27 + length;
        at += payload[at] === 1 ? 33 : 1;
      } else if (kind === 0x12) {
        this.outcomes.set(ticket, { ticket, end: 'read' });
        at += 8;
        at += payload[at] === 1 ? 33 : 1;
      } else {
        throw new Error(`a record of kind ${kind} from the server`);
      }
    }
  }
}

export function codeOf(payload: Buffer): string {
  return codes[(payload[0] ?? 0) - 1] ?? `code ${payload[0]}`;
}
