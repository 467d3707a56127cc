import { createHash, type Hash } from 'node:crypto';
import { AppError } from '../../../src-shared/errors.ts';
import { goodbye } from '../../protocol/classic/wording.ts';
import { kept, type WriteLane, type WriteRequest, type WriteSink } from '../lane.ts';
import type { ClassicConnection } from './connection.ts';
import type { ClassicLink } from './link.ts';
import { zeros } from '../zeros.ts';
import { about, classicName } from './operations.ts';
import { checkUploaded, prepareUpload, removeCut } from './uploadSteps.ts';

const highWater = 1024 * 1024;
const lowWater = 256 * 1024;

/** What the caller has given for one file and the connection has not yet taken. */
class Upload {
  readonly request: WriteRequest;
  readonly hash: Hash = createHash('sha256');
  readonly abort = new AbortController();
  /** Contents, or the number of zeros a hole stands for. */
  readonly chunks: (Uint8Array | number)[] = [];
  size = 0;
  committed = false;
  /** What the source says its hash is. */
  expected: Uint8Array | undefined;
  sha256 = '';
  /** The last bytes, as many as the word that our server takes for a command there. */
  tail = Buffer.alloc(0);
  wake: () => void = () => undefined;

  constructor(request: WriteRequest) {
    this.request = request;
  }

  /** The next contents; undefined at the end. */
  async next(): Promise<Uint8Array | undefined> {
    for (;;) {
      if (this.abort.signal.aborted) throw new AppError('cancelled', 'cancelled');
      const chunk = this.chunks.shift();
      if (typeof chunk === 'number') return this.#zeros(chunk);
      if (chunk !== undefined || this.committed) return chunk;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  /** The protocol knows no holes. */
  #zeros(length: number): Uint8Array {
    if (length <= zeros.length) return zeros.subarray(0, length);
    this.chunks.unshift(length - zeros.length);
    return zeros;
  }
}

/**
 * Uploads, one after the other. Each ends its connection: the end of the stream is the end of the file, and the original server
 * then dies. What can be checked (name and rounded size) is checked over a new connection; the receipt says `verified: false`.
 */
export class ClassicWriteLane implements WriteLane {
  readonly #link: ClassicLink;
  readonly #sink: WriteSink;
  readonly #open = new Map<number, Upload>();
  #last: Promise<void> = Promise.resolve();
  #buffered = 0;
  #congested = false;
  #closed = false;

  constructor(link: ClassicLink, sink: WriteSink) {
    this.#link = link;
    this.#sink = sink;
    void link.closed.then(async (error) => {
      if (error === undefined) return await this.close();
      await this.#last;
      this.#sink.broken(error);
    });
  }

  get congested(): boolean {
    return this.#congested;
  }

  open(request: WriteRequest): void {
    if (this.#closed)
      return this.#sink.failed(request.ticket, new AppError('cancelled', 'the lane is closed', { path: request.path }));
    const upload = new Upload(request);
    this.#open.set(request.ticket, upload);
    this.#last = this.#last.then(() => this.#write(upload));
  }

  write(ticket: number, bytes: Uint8Array, release?: () => void): void {
    this.#give(ticket, kept(bytes, release), bytes.length);
  }

  hole(ticket: number, length: number): void {
    this.#give(ticket, length, length);
  }

  /** Nothing is listed here, so there is no basis. */
  reuse(ticket: number): void {
    this.abort(ticket);
  }

  #give(ticket: number, chunk: Uint8Array | number, length: number): void {
    const upload = this.#open.get(ticket);
    if (upload === undefined || length === 0) return;
    upload.chunks.push(chunk);
    upload.size += length;
    this.#buffered += length;
    if (this.#buffered > highWater) this.#congested = true;
    upload.wake();
  }

  commit(ticket: number, sha256: Uint8Array | undefined): void {
    const upload = this.#open.get(ticket);
    if (upload === undefined) return;
    upload.committed = true;
    upload.expected = sha256;
    upload.wake();
  }

  abort(ticket: number): void {
    const upload = this.#open.get(ticket);
    if (upload === undefined) return;
    upload.abort.abort();
    upload.wake();
    this.#fail(
      upload,
      new AppError('cancelled', 'cancelled; the server may keep what it has of the file', { path: upload.request.path }),
    );
  }

  makeDirectory(ticket: number, path: string): void {
    this.#last = this.#last.then(() => {
      this.#sink.failed(ticket, new AppError('unsupported', 'the classic protocol knows no folders', { path }));
    });
  }

  directoryTimes(): void {
    // It has no folders.
  }

  flush(): void {
    // Nothing is held back.
  }

  close(): Promise<void> {
    this.#closed = true;
    for (const ticket of [...this.#open.keys()]) this.abort(ticket);
    return Promise.resolve();
  }

  async #write(upload: Upload): Promise<void> {
    const { ticket, path, existing } = upload.request;
    const { signal } = upload.abort;
    if (signal.aborted) return;
    const watch = setInterval(() => this.#watchStandstill(upload), 1000);
    try {
      const name = classicName(path);
      const sent = await this.#link.use(signal, async (connection, again) => {
        clearInterval(watch);
        if (!(await prepareUpload(connection, name, existing))) return false;
        try {
          await this.#send(connection, upload);
        } catch (error) {
          const stopped = signal.aborted || (error instanceof AppError && error.code === 'integrity-mismatch');
          if (stopped) await removeCut(again, name);
          throw error;
        }
        await checkUploaded(again, name, upload.size, upload.tail.toString('latin1') === goodbye);
        return true;
      });
      if (!this.#open.has(ticket)) return;
      this.#forget(upload);
      if (!sent) this.#sink.skipped(ticket);
      else this.#sink.committed(ticket, { size: upload.size, sha256: upload.sha256, verified: false });
    } catch (error) {
      upload.abort.abort();
      upload.wake();
      this.#fail(upload, about(path, error));
    } finally {
      clearInterval(watch);
    }
  }

  async #send(connection: ClassicConnection, upload: Upload): Promise<void> {
    const { ticket } = upload.request;
    let taken = 0;
    try {
      for (let chunk = await upload.next(); chunk !== undefined; chunk = await upload.next()) {
        upload.hash.update(chunk);
        upload.tail = Buffer.concat([upload.tail, chunk.subarray(-goodbye.length)]).subarray(-goodbye.length);
        await connection.write(chunk);
        taken += chunk.length;
        this.#release(chunk.length);
        if (this.#open.has(ticket)) this.#sink.acknowledged(ticket, taken);
      }
      upload.sha256 = upload.hash.digest('hex');
      if (upload.expected !== undefined && upload.sha256 !== Buffer.from(upload.expected).toString('hex')) {
        throw new AppError('integrity-mismatch', 'what was sent is not what was read');
      }
    } catch (error) {
      await connection.finish().catch(() => undefined);
      throw error;
    }
    await connection.finish();
  }

  /** A copy from a classic server to itself would wait for ever: the server serves one connection at a time. */
  #watchStandstill(upload: Upload): void {
    const since = this.#link.pausedSince;
    if (since === undefined || performance.now() - since < this.#link.standstillMs) return;
    upload.abort.abort();
    this.#fail(
      upload,
      new AppError('unsupported', 'a file can not be copied within one classic server', { path: upload.request.path }),
    );
  }

  #release(bytes: number): void {
    this.#buffered -= bytes;
    if (!this.#congested || this.#buffered > lowWater) return;
    this.#congested = false;
    this.#sink.drained();
  }

  #forget(upload: Upload): void {
    this.#open.delete(upload.request.ticket);
    let dropped = 0;
    for (const chunk of upload.chunks.splice(0)) dropped += typeof chunk === 'number' ? chunk : chunk.length;
    this.#release(dropped);
  }

  #fail(upload: Upload, error: AppError): void {
    if (!this.#open.has(upload.request.ticket)) return;
    this.#forget(upload);
    this.#sink.failed(upload.request.ticket, error);
  }
}
