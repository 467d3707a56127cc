import { AppError } from '../../../src-shared/errors.ts';
import type { Entry, Space } from '../../../src-shared/model/entry.ts';
import { violation } from '../../protocol/bytes.ts';
import { readEntry, readPage } from '../../protocol/native/entries.ts';
import { readError } from '../../protocol/native/errorMessage.ts';
import type { Welcome } from '../../protocol/native/hello.ts';
import { opcodes } from '../../protocol/native/opcodes.ts';
import { readResume } from '../../protocol/native/records.ts';
import { checkWirePath, type Request } from '../../protocol/native/requests.ts';
import type { ByteReader } from '../../protocol/bytes.ts';
import type {
  Attributes,
  FileSystem,
  FileSystemFeatures,
  ListingPage,
  OperationOptions,
  PartialFile,
  WalkPage,
} from '../fileSystem.ts';
import type { ReadLane, ReadSink, WriteLane, WriteSink } from '../lane.ts';
import type { NativeClient } from './client.ts';
import { NativeReadLane } from './readLane.ts';
import { NativeWriteLane } from './writeLane.ts';

export interface NativeFileSystemOptions {
  readonly client: NativeClient;
  readonly welcome: Welcome;
  /** The server's identity, as compared. */
  readonly pin: string;
  /** A second connection for contents, so that a listing never waits behind them. Asked for once, when the first lane opens. */
  readonly openBulk: () => Promise<NativeClient>;
}

/** The share of a native Ferry server. */
export class NativeFileSystem implements FileSystem {
  readonly features: FileSystemFeatures;
  readonly closed: Promise<AppError | undefined>;
  readonly pin: string;
  readonly #client: NativeClient;
  readonly #openBulk: () => Promise<NativeClient>;
  #bulk: Promise<NativeClient> | undefined;

  constructor(options: NativeFileSystemOptions) {
    this.#client = options.client;
    this.#openBulk = options.openBulk;
    this.pin = options.pin;
    this.closed = options.client.closed.then(async (reason) => {
      (await this.#bulk?.catch(() => undefined))?.close();
      return reason;
    });
    this.features = {
      directories: true,
      walk: true,
      rename: true,
      attributes: true,
      space: true,
      resume: true,
      verifiedWrites: true,
      writable: !options.welcome.readOnly,
      lanes: 2,
    };
  }

  async *list(path: string, options: OperationOptions = {}): AsyncGenerator<ListingPage> {
    checkWirePath(path);
    let count = 0;
    let complete = false;
    for await (const reader of this.#client.pages({ opcode: opcodes.list, path }, options.signal)) {
      const page = readPage(reader);
      reader.end();
      count += page.entries.length;
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
      const directory = reader.name();
      if (directory !== '') checkWirePath(`/${directory}`);
      const error = reader.flag() ? readError(reader, directory) : undefined;
      const { entries } = readPage(reader);
      reader.end();
      yield { directory, entries, error };
    }
  }

  async stat(path: string, options: OperationOptions = {}): Promise<Entry> {
    const reader = await this.#call({ opcode: opcodes.stat, path }, options);
    const entry = readEntry(reader);
    reader.end();
    return entry;
  }

  async makeDirectory(path: string, options: OperationOptions & { readonly parents?: boolean } = {}): Promise<void> {
    await this.#call({ opcode: opcodes.makeDirectory, path, parents: options.parents === true }, options);
  }

  async rename(from: string, to: string, options: OperationOptions & { readonly overwrite?: boolean } = {}): Promise<void> {
    checkWirePath(to);
    await this.#call({ opcode: opcodes.rename, path: from, to, overwrite: options.overwrite === true }, options);
  }

  async remove(path: string, options: OperationOptions & { readonly recursive?: boolean } = {}): Promise<number> {
    const reader = await this.#call({ opcode: opcodes.remove, path, recursive: options.recursive === true }, options);
    return reader.size();
  }

  async setAttributes(path: string, attributes: Attributes, options: OperationOptions = {}): Promise<void> {
    const { modified = Number.NaN, mode } = attributes;
    await this.#call(
      { opcode: opcodes.setAttributes, path, modified, mode: mode === undefined ? undefined : mode & 0o777 },
      options,
    );
  }

  async space(path: string, options: OperationOptions = {}): Promise<Space> {
    const reader = await this.#call({ opcode: opcodes.space, path }, options);
    return { available: reader.size(), total: reader.size() };
  }

  async partial(path: string, key: string, options: OperationOptions = {}): Promise<PartialFile | undefined> {
    const reader = await this.#call({ opcode: opcodes.partial, path, key }, options);
    return reader.flag() ? readResume(reader) : undefined;
  }

  async #call(request: Request & { readonly path: string }, options: OperationOptions): Promise<ByteReader> {
    checkWirePath(request.path);
    return await this.#client.call(request, options.signal);
  }

  openReadLane(sink: ReadSink): ReadLane {
    const lane = new NativeReadLane(sink);
    this.#attach(lane);
    return lane;
  }

  openWriteLane(sink: WriteSink): WriteLane {
    const lane = new NativeWriteLane(sink);
    this.#attach(lane);
    return lane;
  }

  #attach(lane: NativeReadLane | NativeWriteLane): void {
    this.#bulkClient().then(
      (client) => lane.attach(client),
      (error: unknown) =>
        lane.ended(error instanceof AppError ? error : new AppError('internal', String(error), { cause: error })),
    );
  }

  async #bulkClient(): Promise<NativeClient> {
    const known = await this.#bulk?.catch(() => undefined);
    if (known?.open === true) return known;
    this.#bulk = this.#openBulk();
    return await this.#bulk;
  }

  async close(): Promise<void> {
    const bulk = await this.#bulk?.catch(() => undefined);
    bulk?.close();
    this.#client.close();
    await Promise.all([this.#client.closed, bulk?.closed]);
  }
}
