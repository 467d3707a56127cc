import { AppError } from '../../src-shared/errors.ts';
import type { Events } from '../../src-shared/ipc/contract.ts';
import type { Entry } from '../../src-shared/model/entry.ts';
import { packEntries } from '../../src-shared/model/entryColumns.ts';
import type { FileSystem } from '../filesystem/fileSystem.ts';

type Page = Events['listing.page'];

/** The first entries go out as soon as they are there; the others in larger lots, since each lot costs the interface a merge. */
const firstLot = 1000;
const largestLot = 4000;
const longestWait = 100;

/** The directories that are being listed, by the caller's number. */
export class Listings {
  readonly #send: (page: Page) => void;
  readonly #open = new Map<number, AbortController>();

  constructor(send: (page: Page) => void) {
    this.#send = send;
  }

  /** Sends the pages; resolves after the last one. @throws AppError, `cancelled` when it was ended */
  async open(listing: number, fileSystem: FileSystem, path: string): Promise<{ total: number }> {
    this.cancel(listing);
    const abort = new AbortController();
    this.#open.set(listing, abort);
    try {
      return await this.#stream(listing, fileSystem, path, abort.signal);
    } finally {
      if (this.#open.get(listing) === abort) this.#open.delete(listing);
    }
  }

  cancel(listing: number): void {
    this.#open.get(listing)?.abort(new AppError('cancelled', 'the listing was ended'));
    this.#open.delete(listing);
  }

  cancelAll(): void {
    for (const listing of [...this.#open.keys()]) this.cancel(listing);
  }

  async #stream(listing: number, fileSystem: FileSystem, path: string, signal: AbortSignal): Promise<{ total: number }> {
    let lot: Entry[] = [];
    let sent = 0;
    let total: number | undefined;
    let last = performance.now();
    const send = (count: number): void => {
      const entries = count >= lot.length ? lot : lot.slice(0, count);
      lot = lot.slice(entries.length);
      sent += entries.length;
      last = performance.now();
      this.#send({ listing, entries: packEntries(entries), total });
    };
    for await (const page of fileSystem.list(path, { signal })) {
      signal.throwIfAborted();
      for (const entry of page.entries) lot.push(entry);
      total = page.total ?? total;
      if (sent === 0 && lot.length > 0) send(firstLot);
      while (lot.length >= largestLot) send(largestLot);
      if (lot.length > 0 && performance.now() - last >= longestWait) send(largestLot);
    }
    signal.throwIfAborted();
    while (lot.length > 0) send(largestLot);
    if (total === undefined) throw new AppError('protocol-violation', 'the listing was cut short', { path });
    return { total };
  }
}
