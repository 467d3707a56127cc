import { Buffer } from 'node:buffer';
import type { TLSSocket } from 'node:tls';
import { type Duplex, duplexPair } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../src-shared/errors.ts';
import type { Entry } from '../../../src-shared/model/entry.ts';
import { Connection } from '../../net/connection.ts';
import { ByteReader, ByteWriter } from '../../protocol/bytes.ts';
import { FrameReader } from '../../protocol/frameReader.ts';
import { limits } from '../../protocol/limits.ts';
import { decodeCredit, encodeCredit } from '../../protocol/native/credit.ts';
import { encodePages } from '../../protocol/native/entries.ts';
import { featureBits } from '../../protocol/native/features.ts';
import { encodeWelcome } from '../../protocol/native/hello.ts';
import { encodeError } from '../../protocol/native/errorMessage.ts';
import { opcodes, payloadLimit } from '../../protocol/native/opcodes.ts';
import { type DataRecord, readRecord, writeRecord } from '../../protocol/native/records.ts';
import { encodeEntry } from '../../protocol/native/replies.ts';
import { frameOf, type ReadFrame } from '../../protocol/vectors.testing.ts';
import { openReader, openWriter, sha256, WriteRecorder } from '../contract/recorder.ts';
import { Channel } from './channel.ts';
import { NativeClient } from './client.ts';
import { NativeFileSystem } from './nativeFileSystem.ts';

/** A server that says what no honest one says, or takes its time: the client keeps its word to its own callers. */

const everyFeature = Object.values(featureBits).reduce((all, bit) => all | bit, 0);

class ScriptedServer {
  readonly frames: ReadFrame[] = [];
  readonly client: NativeClient;
  readonly #side: Duplex;
  #answer: (frame: ReadFrame) => void = () => {};

  /** `welcomeDue`: as a further connection, on which nothing has been heard yet. */
  constructor(features = everyFeature, welcomeDue = false) {
    const [near, far] = duplexPair();
    this.#side = far;
    const socket = Object.assign(near, { setNoDelay: () => {} }) as unknown as TLSSocket;
    const channel = new Channel(new Connection(socket, { pauseWhenCongested: false }));
    channel.handOver({ payloadLimit, frame: () => {}, content: () => {}, drained: () => {} });
    this.client = new NativeClient(channel, {
      window: welcomeDue ? limits.leastWindow : limits.window,
      features,
      roundTrip: 0,
      welcomeDue,
    });
    const reader = new FrameReader({
      payloadLimit,
      streamed: () => false,
      frame: (header, payload) => {
        const frame = { header, payload: Buffer.from(payload) };
        this.frames.push(frame);
        this.#answer(frame);
      },
      piece: () => {},
    });
    far.on('data', (chunk: Buffer) => reader.push(chunk));
    far.on('error', () => {});
    far.on('end', () => far.end());
    near.once('close', () => far.destroy());
  }

  /** What is done about each frame from now on. */
  on(answer: (frame: ReadFrame) => void): void {
    this.#answer = answer;
  }

  send(opcode: number, id: number, payload: Uint8Array = new Uint8Array()): void {
    this.#side.write(frameOf(opcode, id, payload));
  }

  records(id: number, ...records: DataRecord[]): void {
    const writer = new ByteWriter();
    for (const record of records) writeRecord(writer, record);
    this.send(opcodes.records, id, writer.finish());
  }

  async heard(opcode: number, count = 1): Promise<ReadFrame[]> {
    await vi.waitFor(() => expect(this.of(opcode).length).toBeGreaterThanOrEqual(count));
    return this.of(opcode);
  }

  of(opcode: number): ReadFrame[] {
    return this.frames.filter(({ header }) => header.opcode === opcode);
  }

  /** The records the client sent. */
  sent(): DataRecord[] {
    const records: DataRecord[] = [];
    for (const { payload } of this.of(opcodes.records)) {
      for (const reader = new ByteReader(payload); reader.remaining > 0; ) records.push(readRecord(reader));
    }
    return records;
  }

  /** The code the client said goodbye with. */
  async goodbye(): Promise<number | undefined> {
    return (await this.heard(opcodes.goodbye))[0]?.payload[0];
  }
}

const violation = 21;
let server: ScriptedServer;
let bulk: ScriptedServer;
let fileSystem: NativeFileSystem;

beforeEach(() => {
  server = new ScriptedServer();
  bulk = new ScriptedServer();
  fileSystem = openShare(everyFeature);
});

function openShare(features: number): NativeFileSystem {
  return new NativeFileSystem({
    client: server.client,
    welcome: { version: 1, features, names: 0, readOnly: false, window: limits.window },
    pin: '',
    openBulk: () => Promise.resolve(bulk.client),
  });
}

afterEach(async () => {
  await fileSystem.close();
});

function file(name: string): Entry {
  return { name, kind: 'file', size: 1, modified: 0 };
}

function page(entries: readonly Entry[], total?: number): Buffer {
  return encodePages(entries, total)[0] ?? Buffer.alloc(0);
}

async function names(path = '/'): Promise<string[]> {
  const all: string[] = [];
  for await (const { entries } of fileSystem.list(path)) all.push(...entries.map(({ name }) => name));
  return all;
}

describe('a server that does not announce', () => {
  const asked = {
    read: () => fileSystem.read('/f', 0, 10),
    watch: () => fileSystem.watch('/', () => undefined),
    adopt: () => fileSystem.adopt('/f', '0'.repeat(32)),
    delta: () => fileSystem.chunks('/f'),
  };

  it.each(Object.keys(asked) as (keyof typeof asked)[])('%s is not asked for it', async (feature) => {
    const features = everyFeature & ~featureBits[feature];
    server = new ScriptedServer(features);
    bulk = new ScriptedServer(features);
    await fileSystem.close();
    fileSystem = openShare(features);
    for (const other of Object.keys(asked) as (keyof typeof asked)[]) expect(fileSystem.features[other]).toBe(other !== feature);
    await expect(asked[feature]()).rejects.toMatchObject({ code: 'unsupported' });
    expect([...server.frames, ...bulk.frames]).toEqual([]);
    server.on(({ header }) => server.send(opcodes.done, header.id, encodeEntry(file('f'))));
    expect(await fileSystem.stat('/f')).toMatchObject({ name: 'f' });
  });

  it.each(['adopt', 'delta'] as const)('%s where contents go is not asked for it there', async (feature) => {
    bulk = new ScriptedServer(everyFeature & ~featureBits[feature]);
    await expect(asked[feature]()).rejects.toMatchObject({ code: 'unsupported' });
    expect(bulk.frames).toEqual([]);
    expect(bulk.client.open).toBe(true);
  });
});

describe('a piece of a file', () => {
  it('is refused when it is more than was asked for', async () => {
    server.on(({ header }) => {
      if (header.opcode === opcodes.read) server.send(opcodes.page, header.id, Buffer.alloc(11));
    });
    await expect(fileSystem.read('/f', 0, 10)).rejects.toMatchObject({ code: 'protocol-violation' });
    expect(await server.goodbye()).toBe(violation);
  });
});

describe('a list of chunks', () => {
  it.each([
    ['that is no list', () => [Buffer.alloc(21, 1)]],
    ['with a chunk of no bytes', () => [Buffer.alloc(40)]],
    ['of a million chunks', () => Array.from({ length: 320 }, () => Buffer.alloc(65_520, 1))],
  ])('%s is not believed', async (_, pages) => {
    bulk.on(({ header }) => {
      if (header.opcode !== opcodes.chunks) return;
      for (const one of pages()) bulk.send(opcodes.page, header.id, one);
      bulk.send(opcodes.done, header.id, Buffer.alloc(32));
    });
    await expect(fileSystem.chunks('/f')).rejects.toMatchObject({ code: 'protocol-violation' });
  });
});

describe('listings', () => {
  it.each(['..', '.', '', 'a/b', '../../.bashrc', '/etc', 'a\0'])('with the name “%s” are not believed', async (name) => {
    server.on(({ header }) => {
      if (header.opcode === opcodes.list) server.send(opcodes.page, header.id, page([file(name)], 1));
    });
    await expect(names()).rejects.toMatchObject({ code: 'protocol-violation' });
  });

  it.each([
    ['without a total', [page([file('a')])]],
    ['with fewer entries than they say', [page([file('a')], 2)]],
    ['with more', [page([file('a')]), page([file('b')], 1)]],
    ['that go on behind the last page', [page([file('a')], 1), page([], 1)]],
    ['that are cut', [page([file('a')], 1).subarray(0, 20)]],
  ])('%s are no listings', async (_, pages) => {
    server.on(({ header }) => {
      if (header.opcode !== opcodes.list) return;
      for (const one of pages) server.send(opcodes.page, header.id, one);
      server.send(opcodes.done, header.id);
    });
    await expect(names()).rejects.toMatchObject({ code: 'protocol-violation' });
  });

  it('come as fast as they are taken, and no faster', async () => {
    const many = Array.from({ length: 900 }, (_, i) => file(String(i).padStart(60, 'n')));
    const payload = page(many);
    let granted: number = limits.pageWindow;
    let sent = 0;
    let id = 0;
    const fill = (): void => {
      for (; granted > 0; granted -= payload.length, sent += 1) server.send(opcodes.page, id, payload);
    };
    server.on(({ header, payload: body }) => {
      if (header.opcode === opcodes.list) id = header.id;
      if (header.opcode === opcodes.window) granted += decodeCredit(body);
      if (header.opcode !== opcodes.ping) fill();
    });
    const listing = fileSystem.list('/')[Symbol.asyncIterator]();
    await listing.next();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const ahead = sent;
    expect(ahead * payload.length).toBeLessThanOrEqual(limits.pageWindow + payload.length);
    for (let i = 0; i < 30; i++) await listing.next();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(sent).toBeGreaterThan(ahead);
    expect(sent * payload.length).toBeLessThanOrEqual(limits.pageWindow + 32 * payload.length + payload.length);
    await listing.return?.(undefined);
    expect(await server.heard(opcodes.cancel)).toHaveLength(1);
  });

  it('that pour in without a grant end the session', async () => {
    const payload = page(Array.from({ length: 900 }, (_, i) => file(String(i).padStart(60, 'n'))));
    server.on(({ header }) => {
      if (header.opcode !== opcodes.list) return;
      for (let i = 0; i < 40; i++) server.send(opcodes.page, header.id, payload);
    });
    const listing = fileSystem.list('/')[Symbol.asyncIterator]();
    await listing.next();
    expect(await server.goodbye()).toBe(violation);
    expect((await fileSystem.closed)?.code).toBe('protocol-violation');
  });
});

describe('requests', () => {
  it('wait for their turn when there are many', async () => {
    const open = new Set<number>();
    let most = 0;
    server.on(({ header }) => {
      if (header.opcode !== opcodes.stat) return;
      open.add(header.id);
      most = Math.max(most, open.size);
      setTimeout(() => {
        open.delete(header.id);
        server.send(opcodes.done, header.id, encodeEntry(file('x')));
      }, 2);
    });
    const entries = await Promise.all(Array.from({ length: 200 }, () => fileSystem.stat('/x')));
    expect(entries).toHaveLength(200);
    expect(most).toBe(limits.requests);
  });

  it('for attributes wait for no place', async () => {
    const all = Array.from({ length: 200 }, () => fileSystem.setAttributes('/x', { modified: 1 }));
    const asked = await server.heard(opcodes.setAttributes, all.length);
    expect(server.of(opcodes.setAttributes)).toHaveLength(all.length);
    for (const { header } of asked) server.send(opcodes.done, header.id);
    await Promise.all(all);
  });

  it('that were cancelled count until the server is through with them', async () => {
    const aborts = Array.from({ length: 40 }, () => new AbortController());
    const results = aborts.map(({ signal }) =>
      fileSystem.stat('/x', { signal }).catch((error: unknown) => (error as AppError).code),
    );
    expect(await server.heard(opcodes.stat, limits.requests)).toHaveLength(limits.requests);
    for (const abort of aborts) abort.abort();
    expect(new Set(await Promise.all(results))).toEqual(new Set(['cancelled']));
    const next = fileSystem.stat('/x');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(server.of(opcodes.stat)).toHaveLength(limits.requests);
    const cancelled = await server.heard(opcodes.cancel, limits.requests);
    server.on(({ header }) => server.send(opcodes.done, header.id, encodeEntry(file('x'))));
    server.send(opcodes.error, cancelled[0]?.header.id ?? 0, encodeError(new AppError('cancelled', '')));
    expect((await next).name).toBe('x');
  });

  it('fail when the session ends, those that wait too', async () => {
    const results = Array.from({ length: 50 }, () => fileSystem.stat('/x').catch((error: unknown) => (error as AppError).code));
    await server.heard(opcodes.stat, limits.requests);
    server.send(opcodes.goodbye, 0, encodeError(new AppError('connection-lost', 'the server was stopped')));
    expect(new Set(await Promise.all(results))).toEqual(new Set(['connection-lost']));
    expect((await fileSystem.closed)?.message).toBe('the server was stopped');
  });

  it.each([
    ['an answer about another entry', opcodes.done, encodeEntry(file('y'))],
    ['an answer with more behind it', opcodes.done, Buffer.concat([encodeEntry(file('x')), Buffer.alloc(1)])],
    ['an answer that is cut', opcodes.done, encodeEntry(file('x')).subarray(0, 9)],
    ['a page', opcodes.page, page([], 0)],
    ['a window', opcodes.window, encodeCredit(1)],
    ['records', opcodes.records, Buffer.alloc(0)],
    ['a request', opcodes.stat, Buffer.from([0, 1, 0x2f])],
  ])('are not answered with %s', async (_, opcode, payload) => {
    server.on(({ header }) => {
      if (header.opcode === opcodes.stat) server.send(opcode, header.id, payload);
    });
    await expect(fileSystem.stat('/x')).rejects.toMatchObject({ code: 'protocol-violation' });
  });

  it('that were never made have no answers', async () => {
    server.send(opcodes.done, 7);
    expect(await server.goodbye()).toBe(violation);
  });
});

describe('watches', () => {
  const watch = (changed: () => void = () => {}) => fileSystem.watch('/d', changed);

  it('stand when the server says so, and tell each notice', async () => {
    let told = 0;
    const watching = watch(() => void told++);
    const [asked] = await server.heard(opcodes.watch);
    const id = asked?.header.id ?? 0;
    server.send(opcodes.page, id);
    const standing = await watching;
    expect(told).toBe(0);
    for (let i = 0; i < 3; i++) server.send(opcodes.page, id);
    await vi.waitFor(() => expect(told).toBe(3));
    server.send(opcodes.done, id);
    expect(await standing.ended).toBeUndefined();
    expect(told).toBe(4);
  });

  it.each([
    ['an end before they stand', false, opcodes.done, Buffer.alloc(0)],
    ['a notice with contents', false, opcodes.page, Buffer.from('name')],
    ['a later notice with contents', true, opcodes.page, Buffer.from('name')],
    ['an end with contents', true, opcodes.done, Buffer.alloc(1)],
    ['records', true, opcodes.records, Buffer.alloc(0)],
  ])('are not answered with %s', async (_, stands, opcode, payload) => {
    server.on(({ header }) => {
      if (header.opcode !== opcodes.watch) return;
      if (stands) server.send(opcodes.page, header.id);
      server.send(opcode, header.id, payload);
    });
    const ended = watch().then(
      ({ ended: end }) => end,
      (error: unknown) => error,
    );
    expect(await server.goodbye()).toBe(violation);
    expect(await ended).toMatchObject({ code: 'protocol-violation' });
  });

  it('take no place among the requests, and are no debt', async () => {
    server.on(({ header }) => {
      if (header.opcode === opcodes.watch) server.send(opcodes.page, header.id);
      if (header.opcode === opcodes.stat) server.send(opcodes.done, header.id, encodeEntry(file('x')));
    });
    const standing = await Promise.all(Array.from({ length: limits.requests + 10 }, () => watch()));
    expect((await fileSystem.stat('/x')).name).toBe('x');
    for (const one of standing) one.close();
    expect(await server.heard(opcodes.cancel, standing.length)).toHaveLength(standing.length);
    expect((await fileSystem.stat('/x')).name).toBe('x');
  });

  it('that are refused say why, and end with the session', async () => {
    server.on(({ header }) => {
      if (header.opcode !== opcodes.watch) return;
      if (server.of(opcodes.watch).length === 1)
        server.send(opcodes.error, header.id, encodeError(new AppError('busy', 'too many')));
      else server.send(opcodes.page, header.id);
    });
    await expect(watch()).rejects.toMatchObject({ code: 'busy' });
    const standing = await watch();
    server.send(opcodes.goodbye, 0, encodeError(new AppError('connection-lost', 'stopped')));
    expect((await standing.ended)?.code).toBe('connection-lost');
    await expect(watch()).rejects.toMatchObject({ code: 'connection-lost' });
  });
});

describe('read lanes', () => {
  const attributes = { size: 5, modified: 0, mode: undefined };
  const hello = Buffer.from('hello');
  const whole = (ticket: number): DataRecord => ({
    kind: 'whole',
    ticket,
    attributes,
    target: undefined,
    contents: hello,
    sha256: sha256(hello),
  });
  const open = (ticket: number): DataRecord => ({ kind: 'open', ticket, attributes, offset: 0, target: undefined });
  const hole = (ticket: number, length: number): DataRecord => ({ kind: 'hole', ticket, length });
  const end = (ticket: number, size = 5): DataRecord => ({ kind: 'end', ticket, size, sha256: sha256(hello) });

  it.each<readonly [string, readonly DataRecord[], boolean]>([
    ['the end of no file', [end(1)], false],
    ['a file within a file', [open(1), open(2)], false],
    ['a whole file within a file', [open(1), whole(2)], false],
    ['the end of another file', [open(1), end(2)], false],
    ['contents of no file', [], true],
    ['an end before the contents', [open(1), end(1)], false],
    ['an end behind too little', [open(1), end(1, 4)], false],
    ['reuse in no file', [{ kind: 'reuse', ticket: 1, offset: 0, length: 1 }], false],
    ['reuse without a basis', [open(1), { kind: 'reuse', ticket: 1, offset: 0, length: 5 }], false],
    ['a hole in no file', [hole(1, 1)], false],
    ['a hole in another file', [open(1), hole(2, 1)], false],
    ['a hole beyond the size', [open(1), hole(1, 6)], false],
    ['holes that are too many together', [open(1), hole(1, 3), hole(1, 3)], false],
    ['an end that leaves a hole out', [open(1), hole(1, 5), end(1, 0)], false],
    ['a receipt', [{ kind: 'committed', ticket: 1, size: 5, sha256: sha256(hello), verified: true }], false],
    ['an acknowledgement', [{ kind: 'acknowledged', ticket: 1, bytes: 5 }], false],
    ['a file that nobody asked for', [whole(3)], false],
    ['the opening of a file that nobody asked for', [open(3)], false],
    ['the failure of a file that nobody asked for', [{ kind: 'failed', ticket: 3, error: new AppError('not-found', '') }], false],
    ['contents on a stripe that never joined', [open(1), { kind: 'striped', ticket: 0, stripe: 1, length: 5 }], false],
  ])('end the connection at %s', async (_, records, contents) => {
    const { recorder, read } = openReader(fileSystem);
    const outcomes = [read({ ticket: 1, path: '/a' }), read({ ticket: 2, path: '/b' })];
    const [lane] = await bulk.heard(opcodes.openReadLane);
    await bulk.heard(opcodes.records);
    const id = lane?.header.id ?? 0;
    if (contents) bulk.send(opcodes.content, id, hello);
    else bulk.records(id, ...records);
    expect(await bulk.goodbye()).toBe(violation);
    for (const { error, sha256: hash } of await Promise.all(outcomes)) {
      expect(error?.code).toBe('protocol-violation');
      expect(hash).toBeUndefined();
    }
    expect(recorder.violations).toEqual([]);
    expect(recorder.brokenWith?.code).toBe('protocol-violation');
  });

  it.each<readonly [string, DataRecord]>([
    ['beyond the basis', { kind: 'reuse', ticket: 1, offset: 3, length: 3 }],
    ['beyond the size', { kind: 'reuse', ticket: 1, offset: 0, length: 5 }],
  ])('end the connection at reuse %s', async (_, reuse) => {
    const { read } = openReader(fileSystem);
    const basis = Buffer.alloc(20);
    basis.writeUInt32BE(5);
    const outcome = read({ ticket: 1, path: '/a', basis });
    const [lane] = await bulk.heard(opcodes.openReadLane);
    await bulk.heard(opcodes.records);
    expect(bulk.sent().map(({ kind }) => kind)).toEqual(['basis', 'read']);
    const small: DataRecord = { kind: 'open', ticket: 1, attributes: { ...attributes, size: 4 }, offset: 0, target: undefined };
    bulk.records(lane?.header.id ?? 0, small, reuse);
    expect(await bulk.goodbye()).toBe(violation);
    expect((await outcome).error?.code).toBe('protocol-violation');
  });

  it('ask for no more than the server takes', async () => {
    const { read } = openReader(fileSystem);
    const count = limits.readsOnLane + 100;
    const outcomes = Array.from({ length: count }, (_, i) => read({ ticket: i, path: `/f${i}` }));
    const [lane] = await bulk.heard(opcodes.openReadLane);
    const id = lane?.header.id ?? 0;
    await vi.waitFor(() => expect(bulk.sent().length).toBe(limits.readsOnLane));
    for (let ticket = 0; ticket < limits.readsOnLane; ticket++) bulk.records(id, whole(ticket));
    await vi.waitFor(() => expect(bulk.sent().length).toBe(count));
    for (let ticket = limits.readsOnLane; ticket < count; ticket++) bulk.records(id, whole(ticket));
    expect((await Promise.all(outcomes)).filter(({ sha256: hash }) => hash !== undefined)).toHaveLength(count);
  });

  it('end the connection when more comes than their window allows', async () => {
    const { lane, read } = openReader(fileSystem);
    lane.pause();
    const outcome = read({ ticket: 1, path: '/a' });
    const [opened] = await bulk.heard(opcodes.openReadLane);
    const id = opened?.header.id ?? 0;
    bulk.records(id, open(1));
    const piece = Buffer.alloc(limits.bulkPayload);
    for (let sent = 0; sent < limits.window + 4 * piece.length; sent += piece.length) bulk.send(opcodes.content, id, piece);
    expect((await outcome).error?.code).toBe('protocol-violation');
    expect(bulk.of(opcodes.window)).toEqual([]);
  });
});

describe('write lanes', () => {
  const bytes = Buffer.alloc(300_000, 7);

  it.each<readonly [string, (ticket: number) => DataRecord, string]>([
    [
      'a receipt with another hash',
      (ticket) => ({ kind: 'committed', ticket, size: bytes.length, sha256: Buffer.alloc(32), verified: true }),
      'integrity-mismatch',
    ],
    [
      'a receipt with another size',
      (ticket) => ({ kind: 'committed', ticket, size: 5, sha256: sha256(bytes), verified: true }),
      'integrity-mismatch',
    ],
    [
      'more acknowledged than sent',
      (ticket) => ({ kind: 'acknowledged', ticket, bytes: bytes.length + 1 }),
      'protocol-violation',
    ],
    [
      'contents',
      (ticket) => ({ kind: 'open', ticket, attributes: { size: 1, modified: 0, mode: 0 }, offset: 0, target: undefined }),
      'protocol-violation',
    ],
  ])('do not take %s for success', async (_, answer, code) => {
    bulk.on(({ header }) => {
      if (bulk.sent().some(({ kind }) => kind === 'flush')) bulk.records(header.id, answer(1));
    });
    const { write } = openWriter(fileSystem);
    const outcome = await write(1, '/a', bytes);
    expect(outcome.receipt).toBeUndefined();
    expect(outcome.error?.code).toBe(code);
  });

  it('do not take a receipt for a file that was not sent whole', async () => {
    const { lane, recorder, request, send } = openWriter(fileSystem);
    const end = recorder.end(1);
    lane.open(request(1, '/a', bytes));
    await send(1, bytes, 0, bytes.length);
    const [opened] = await bulk.heard(opcodes.openWriteLane);
    bulk.records(opened?.header.id ?? 0, {
      kind: 'committed',
      ticket: 1,
      size: bytes.length,
      sha256: sha256(bytes),
      verified: true,
    });
    expect((await end).error?.code).toBe('protocol-violation');
  });

  it.each<readonly [string, readonly DataRecord[]]>([
    [
      'a receipt for a file that was not sent',
      [{ kind: 'committed', ticket: 2, size: 1, sha256: sha256(bytes), verified: true }],
    ],
    ['the failure of a file that was not sent', [{ kind: 'failed', ticket: 2, error: new AppError('not-found', '') }]],
    [
      'a second answer',
      [
        { kind: 'skipped', ticket: 1 },
        { kind: 'skipped', ticket: 1 },
      ],
    ],
    [
      'an acknowledgement behind the answer',
      [
        { kind: 'skipped', ticket: 1 },
        { kind: 'acknowledged', ticket: 1, bytes: 1 },
      ],
    ],
  ])('end the connection at %s', async (_, answers) => {
    bulk.on(({ header }) => {
      if (bulk.sent().some(({ kind }) => kind === 'flush')) bulk.records(header.id, ...answers);
    });
    const { recorder, write } = openWriter(fileSystem);
    void write(1, '/a', bytes);
    expect(await bulk.goodbye()).toBe(violation);
    await vi.waitFor(() => expect(recorder.brokenWith?.code).toBe('protocol-violation'));
  });

  it('send no more than was granted', async () => {
    const { lane, recorder, request, send } = openWriter(fileSystem);
    const large = Buffer.alloc(2 * limits.window);
    lane.open(request(1, '/a', large));
    const sending = send(1, large, 0, large.length);
    const contents = (): number => bulk.of(opcodes.content).reduce((sum, { payload }) => sum + payload.length, 0);
    await vi.waitFor(() => expect(contents()).toBeGreaterThan(limits.window - limits.bulkPayload));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(contents()).toBeLessThanOrEqual(limits.window + limits.bulkPayload);
    const [opened] = await bulk.heard(opcodes.openWriteLane);
    bulk.send(opcodes.window, opened?.header.id ?? 0, encodeCredit(2 * limits.window));
    await sending;
    await vi.waitFor(() => expect(contents()).toBe(large.length));
    expect(recorder.of(1).ended).toBe(false);
    await lane.close();
    expect(recorder.of(1).error?.code).toBe('cancelled');
  });
});

describe('a further connection, before its welcome', () => {
  const welcome = (window: number): Buffer =>
    encodeWelcome({ version: 1, features: everyFeature, names: 0, readOnly: false, window });

  beforeEach(() => {
    bulk = new ScriptedServer(everyFeature, true);
  });

  it('is written to at once, as far as the least window, and on as soon as the welcome says how far', async () => {
    const { lane, recorder } = openWriter(fileSystem);
    const block = Buffer.alloc(256 * 1024);
    const size = 12 * block.length;
    lane.open({ ticket: 1, path: '/file', attributes: { size, modified: 0, mode: 0o644 }, existing: 'fail' });
    const written = (async () => {
      for (let sent = 0; sent < size; sent += block.length) {
        await recorder.room(lane);
        lane.write(1, block);
      }
    })();
    const contents = (): number => bulk.of(opcodes.content).reduce((sum, { payload }) => sum + payload.length, 0);
    await vi.waitFor(() => expect(contents()).toBeGreaterThanOrEqual(limits.leastWindow - block.length));
    expect(contents()).toBeLessThan(limits.leastWindow + block.length);
    bulk.send(opcodes.welcome, 0, welcome(limits.window));
    await vi.waitFor(() => expect(contents()).toBe(size));
    await written;
  });

  it('takes nothing else first, and no window below the least', async () => {
    fileSystem.openWriteLane(new WriteRecorder());
    const [open] = await bulk.heard(opcodes.openWriteLane);
    bulk.send(opcodes.window, open?.header.id ?? 0, encodeCredit(1));
    expect(await bulk.goodbye()).toBe(violation);
    const small = new ScriptedServer(everyFeature, true);
    small.send(opcodes.welcome, 0, welcome(limits.leastWindow - 1));
    expect(await small.goodbye()).toBe(violation);
  });

  it('ends its lanes with the reason that the server gives instead', async () => {
    const recorder = new WriteRecorder();
    fileSystem.openWriteLane(recorder);
    await bulk.heard(opcodes.openWriteLane);
    bulk.send(opcodes.goodbye, 0, encodeError(new AppError('busy', 'too many connections')));
    await vi.waitFor(() => expect(recorder.brokenWith?.code).toBe('busy'));
  });
});

describe('answers to what was asked behind the hello', () => {
  const early = [
    { opcode: opcodes.stat, path: '/f' },
    { opcode: opcodes.list, path: '/' },
  ] as const;
  const [statId, listId] = [1, 2];

  beforeEach(() => {
    server.client.adopt(early);
  });

  /** Until the client has read what was sent. */
  const heard = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

  it('are given to whoever asks, in their order, and once', async () => {
    server.send(opcodes.done, statId, encodeEntry(file('f')));
    server.send(opcodes.page, listId, page([file('a')]));
    await heard();
    const listed = names();
    server.send(opcodes.page, listId, page([file('b')], 2));
    server.send(opcodes.done, listId);
    expect(await listed).toEqual(['a', 'b']);
    expect(await fileSystem.stat('/f')).toMatchObject({ name: 'f' });
    expect(server.frames).toEqual([]);
    server.on(({ header }) => server.send(opcodes.done, header.id, encodeEntry(file('f'))));
    await fileSystem.stat('/f');
    expect(server.of(opcodes.stat)).toHaveLength(1);
  });

  it('that break the protocol fail whoever asks, also when they had come whole', async () => {
    server.send(opcodes.done, listId, Buffer.alloc(1));
    await heard();
    await expect(names()).rejects.toMatchObject({ code: 'protocol-violation' });
    expect(await server.goodbye()).toBe(violation);
  });

  it('with a page where one reply was due fail whoever asks', async () => {
    server.send(opcodes.page, statId, page([file('f')]));
    server.send(opcodes.done, statId, encodeEntry(file('f')));
    await heard();
    await expect(fileSystem.stat('/f')).rejects.toMatchObject({ code: 'protocol-violation' });
    expect(await server.goodbye()).toBe(violation);
  });

  it('are no more than the first credit as long as nobody asks', async () => {
    const large = Buffer.alloc(limits.controlPayload);
    for (let sent = 0; sent <= limits.pageWindow + limits.controlPayload; sent += large.length)
      server.send(opcodes.page, listId, large);
    expect(await server.goodbye()).toBe(violation);
  });

  it('are cancelled by whoever has just asked', async () => {
    const abort = new AbortController();
    const asked = fileSystem.stat('/f', { signal: abort.signal });
    abort.abort();
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
    expect(await server.heard(opcodes.cancel)).toHaveLength(1);
  });

  it('fail with the connection', async () => {
    const asked = fileSystem.stat('/f');
    server.send(opcodes.goodbye, 0, encodeError(new AppError('busy', 'later')));
    await expect(asked).rejects.toMatchObject({ code: 'busy' });
  });
});
