import { Buffer } from 'node:buffer';
import { AppError } from '../../../src-shared/errors.ts';
import type { Entry, Space } from '../../../src-shared/model/entry.ts';
import { baseName } from '../../../src-shared/model/path.ts';
import type { Receipt } from '../../../src-shared/model/transfer.ts';
import { violation } from '../../protocol/bytes.ts';
import { limits } from '../../protocol/limits.ts';
import type { Welcome } from '../../protocol/native/hello.ts';
import { chunkRow } from '../../protocol/native/records.ts';
import { opcodes } from '../../protocol/native/opcodes.ts';
import {
  decodeCopied,
  decodeCount,
  decodeEntry,
  decodeHash,
  decodeIdentity,
  decodeListPage,
  decodeNothing,
  decodePartial,
  decodeRead,
  decodeSpace,
  decodeWalkPage,
} from '../../protocol/native/replies.ts';
import { checkWirePath, type Request } from '../../protocol/native/requests.ts';
import type { ByteReader } from '../../protocol/bytes.ts';
import type {
  Attributes,
  ChunkList,
  CopyOptions,
  FileHash,
  FileRange,
  FileSystem,
  FileSystemFeatures,
  ListingPage,
  OperationOptions,
  PartialFile,
  TrashedEntry,
  WalkPage,
  Watch,
} from '../fileSystem.ts';
import type { ReadLane, ReadSink, WriteLane, WriteSink } from '../lane.ts';
import { listedSize } from '../chunks.ts';
import { checkRange } from '../range.ts';
import { BulkConnections, connectionsAtFirst } from './bulkConnections.ts';
import type { NativeClient } from './client.ts';
import type { MoreConnections } from './clientStripes.ts';
import { featuresOf } from './features.ts';
import { isFar } from './flowWindow.ts';
import { NativeReadLane } from './readLane.ts';
import { NativeWriteLane } from './writeLane.ts';

export interface NativeFileSystemOptions {
  readonly client: NativeClient;
  readonly welcome: Welcome;
  /** The server's identity, as compared. */
  readonly pin: string;
  /** The directory whose listing was asked for behind the hello: it was read before anything could be watched. */
  readonly listedEarly?: string | undefined;
  /** Makes a connection for contents, so that a listing never waits behind them. Asked for when lanes are expected. */
  readonly openBulk: (signal: AbortSignal) => Promise<NativeClient>;
}

/** Connections for contents over a link with a round trip that counts, where a loss holds up all that is behind it on the same one. */
const mostOverLinks = 4;

/** The share of a native Ferry server. */
export class NativeFileSystem implements FileSystem {
  readonly features: FileSystemFeatures;
  readonly closed: Promise<AppError | undefined>;
  readonly pin: string;
  readonly #client: NativeClient;
  readonly #bulk: BulkConnections;
  readonly #more: MoreConnections | undefined;
  #listedEarly: string | undefined;

  constructor(options: NativeFileSystemOptions) {
    this.#client = options.client;
    const { roundTrip } = options.client.terms;
    this.#bulk = new BulkConnections(options.openBulk, isFar(roundTrip) ? mostOverLinks : 1);
    this.#more = isFar(roundTrip) ? (own, attach) => this.#bulk.forStripes(own, attach) : undefined;
    this.pin = options.pin;
    this.#listedEarly = options.listedEarly;
    this.closed = options.client.closed.then(async (reason) => {
      await this.#bulk.close();
      return reason;
    });
    this.features = featuresOf(options.welcome, roundTrip);
  }

  async *list(path: string, options: OperationOptions = {}): AsyncGenerator<ListingPage> {
    checkWirePath(path);
    let count = 0;
    let complete = false;
    for await (const reader of this.#client.pages({ opcode: opcodes.list, path }, options.signal)) {
      const page = decodeListPage(reader);
      count += page.entries.length;
      if (complete) throw violation('a listing goes on behind its last page');
      if (page.total !== undefined) {
        if (page.total !== count) throw violation('a listing has not the number of entries it declares');
        complete = true;
      }
      yield page;
    }
    if (!complete) throw violation('a listing ended without its total');
  }

  async *walk(path: string, options: OperationOptions = {}): AsyncGenerator<WalkPage> {
    checkWirePath(path);
    for await (const reader of this.#client.pages({ opcode: opcodes.walk, path }, options.signal)) {
      yield decodeWalkPage(reader);
    }
  }

  async stat(path: string, options: OperationOptions = {}): Promise<Entry> {
    const entry = decodeEntry(await this.#call({ opcode: opcodes.stat, path }, options));
    if (entry.name !== baseName(path)) throw violation('an answer about another entry');
    return entry;
  }

  async makeDirectory(path: string, options: OperationOptions & { readonly parents?: boolean } = {}): Promise<void> {
    decodeNothing(await this.#call({ opcode: opcodes.makeDirectory, path, parents: options.parents === true }, options));
  }

  async rename(from: string, to: string, options: OperationOptions & { readonly overwrite?: boolean } = {}): Promise<void> {
    checkWirePath(to);
    decodeNothing(await this.#call({ opcode: opcodes.rename, path: from, to, overwrite: options.overwrite === true }, options));
  }

  async remove(path: string, options: OperationOptions & { readonly recursive?: boolean } = {}): Promise<number> {
    return decodeCount(await this.#call({ opcode: opcodes.remove, path, recursive: options.recursive === true }, options));
  }

  async trash(path: string): Promise<TrashedEntry> {
    throw new AppError('unsupported', 'a server has no trash', { path });
  }

  async setAttributes(path: string, attributes: Attributes, options: OperationOptions = {}): Promise<void> {
    const { modified = Number.NaN, mode } = attributes;
    const request = { opcode: opcodes.setAttributes, path, modified, mode: mode === undefined ? undefined : mode & 0o777 };
    decodeNothing(await this.#call(request, options));
  }

  async space(path: string, options: OperationOptions = {}): Promise<Space> {
    return decodeSpace(await this.#call({ opcode: opcodes.space, path }, options));
  }

  async copy(from: string, to: string, options: CopyOptions = {}): Promise<Receipt | undefined> {
    const { existing = 'fail', progress, signal } = options;
    checkWirePath(from);
    checkWirePath(to);
    const client = await this.#contentsClient(signal, from);
    return decodeCopied(
      await client.call({ opcode: opcodes.copy, path: from, to, existing }, signal, (page) => progress?.(decodeCount(page))),
    );
  }

  async hash(path: string, options: OperationOptions = {}): Promise<FileHash> {
    checkWirePath(path);
    const client = await this.#contentsClient(options.signal, path);
    return decodeHash(await client.call({ opcode: opcodes.hash, path }, options.signal));
  }

  async chunks(path: string, options: OperationOptions = {}): Promise<ChunkList> {
    checkWirePath(path);
    const client = await this.#contentsClient(options.signal, path);
    const pages: Buffer[] = [];
    let received = 0;
    const reply = await client.call({ opcode: opcodes.chunks, path }, options.signal, (page) => {
      received += page.remaining;
      if (received > limits.chunks * chunkRow) throw violation('a longer list than allowed');
      pages.push(Buffer.from(page.bytes(page.remaining)));
    });
    const list = Buffer.concat(pages, received);
    if (listedSize(list) === undefined) throw violation('a list of chunks that can not be');
    return { list, identity: decodeIdentity(reply) };
  }

  /** Asked for beside the listings and not where contents go: whoever looks into a file does not wait behind transfers. */
  async read(path: string, offset: number, length: number, options: OperationOptions = {}): Promise<FileRange> {
    checkRange(path, offset, length);
    checkWirePath(path);
    const parts: Buffer[] = [];
    let received = 0;
    const reply = await this.#client.call({ opcode: opcodes.read, path, offset, length }, options.signal, (page) => {
      received += page.remaining;
      if (received > length) throw violation('more of a file than was asked for');
      parts.push(Buffer.from(page.bytes(page.remaining)));
    });
    const { size, modified } = decodeRead(reply);
    return { bytes: Buffer.concat(parts, received), size, modified };
  }

  /** What takes long is asked for where contents go, so that no listing stands in line behind many of it. */
  async #contentsClient(signal: AbortSignal | undefined, path: string): Promise<NativeClient> {
    if (signal?.aborted === true) throw new AppError('cancelled', 'cancelled', { path });
    return await this.#bulk.any();
  }

  async partial(path: string, key: string, options: OperationOptions = {}): Promise<PartialFile | undefined> {
    return decodePartial(await this.#call({ opcode: opcodes.partial, path, key }, options));
  }

  async watch(path: string, changed: () => void, options: OperationOptions = {}): Promise<Watch> {
    checkWirePath(path);
    const watch = await this.#client.watch(path, changed, options.signal);
    if (path === this.#listedEarly) {
      this.#listedEarly = undefined;
      changed();
    }
    return watch;
  }

  async adopt(path: string, key: string, options: OperationOptions = {}): Promise<PartialFile> {
    checkWirePath(path);
    const client = await this.#contentsClient(options.signal, path);
    const partial = decodePartial(await client.call({ opcode: opcodes.adopt, path, key }, options.signal));
    if (partial === undefined) throw violation('what was adopted is not there');
    return partial;
  }

  async #call(request: Request & { readonly path: string }, options: OperationOptions): Promise<ByteReader> {
    checkWirePath(request.path);
    return await this.#client.call(request, options.signal);
  }

  openReadLane(sink: ReadSink): ReadLane {
    const lane = new NativeReadLane(sink, this.#more);
    this.#attach(lane);
    return lane;
  }

  openWriteLane(sink: WriteSink): WriteLane {
    const lane = new NativeWriteLane(sink, this.#more);
    this.#attach(lane);
    return lane;
  }

  prepareLanes(): void {
    this.#bulk.prepare(connectionsAtFirst(this.features.roundTrip));
  }

  #attach(lane: NativeReadLane | NativeWriteLane): void {
    this.#bulk
      .forLane((client) => lane.attach(client))
      .catch((error: unknown) =>
        lane.ended(error instanceof AppError ? error : new AppError('internal', String(error), { cause: error })),
      );
  }

  async close(): Promise<void> {
    this.#client.close();
    await Promise.all([this.#client.closed, this.#bulk.close()]);
  }
}
