import { AppError } from '../../../src-shared/errors.ts';
import type { ReadLane, ReadRequest, ReadSink } from '../lane.ts';
import type { ClassicConnection } from './connection.ts';
import type { ClassicLink } from './link.ts';
import { about, classicName, download, roundedSize, sizeIfThere } from './operations.ts';

interface Reading {
  readonly ticket: number;
  readonly abort: AbortController;
}

/** Downloads, one after the other. A cancelled one is read to its end and thrown away: cutting it would end the server. */
export class ClassicReadLane implements ReadLane {
  readonly #link: ClassicLink;
  readonly #sink: ReadSink;
  readonly #open = new Map<number, Reading>();
  #last: Promise<void> = Promise.resolve();
  #paused = false;
  #closed = false;
  #reading: ClassicConnection | undefined;

  constructor(link: ClassicLink, sink: ReadSink) {
    this.#link = link;
    this.#sink = sink;
    void link.closed.then(async (error) => {
      if (error === undefined) return await this.close();
      await this.#last;
      this.#sink.broken(error);
    });
  }

  request(request: ReadRequest): void {
    if (this.#closed)
      return this.#sink.failed(request.ticket, new AppError('cancelled', 'the lane is closed', { path: request.path }));
    const reading: Reading = { ticket: request.ticket, abort: new AbortController() };
    this.#open.set(request.ticket, reading);
    this.#last = this.#last.then(() => this.#read(request, reading));
  }

  pause(): void {
    this.#paused = true;
    this.#hold();
  }

  resume(): void {
    this.#paused = false;
    this.#hold();
  }

  cancel(ticket: number): void {
    const reading = this.#open.get(ticket);
    if (reading === undefined) return;
    reading.abort.abort();
    this.#fail(ticket, new AppError('cancelled', 'cancelled'));
  }

  close(): Promise<void> {
    this.#closed = true;
    for (const ticket of [...this.#open.keys()]) this.cancel(ticket);
    return Promise.resolve();
  }

  async #read({ ticket, path }: ReadRequest, { abort }: Reading): Promise<void> {
    const { signal } = abort;
    if (signal.aborted) return;
    try {
      const name = classicName(path);
      await this.#link.use(signal, async (connection) => {
        const size = await roundedSize(connection, name);
        if (signal.aborted) return;
        this.#reading = connection;
        try {
          await download(connection, name, {
            opened: () => {
              if (signal.aborted) return;
              this.#sink.opened(ticket, { size, modified: Number.NaN, exact: false }, 0);
              this.#hold();
            },
            data: (bytes) => {
              if (!signal.aborted) this.#sink.data(ticket, bytes);
            },
          }).catch(async (error: unknown) => {
            if (!(error instanceof AppError) || error.code !== 'not-found') throw error;
            if ((await sizeIfThere(connection, name)) === undefined) throw error;
            throw new AppError('not-a-file', 'it is a folder, and the classic protocol can not read folders');
          });
        } finally {
          this.#reading = undefined;
          this.#link.pausedSince = undefined;
          connection.resume();
        }
      });
      if (this.#open.delete(ticket)) this.#sink.ended(ticket, undefined);
    } catch (error) {
      this.#fail(ticket, about(path, error));
    }
  }

  #hold(): void {
    const connection = this.#reading;
    if (connection === undefined) return;
    const holding = this.#paused && [...this.#open.values()].some((reading) => !reading.abort.signal.aborted);
    if (holding) connection.pause();
    else connection.resume();
    this.#link.pausedSince = holding ? performance.now() : undefined;
  }

  #fail(ticket: number, error: AppError): void {
    if (!this.#open.delete(ticket)) return;
    this.#hold();
    this.#sink.failed(ticket, error);
  }
}
