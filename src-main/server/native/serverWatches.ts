import { AppError } from '../../../src-shared/errors.ts';
import type { FileSystem } from '../../filesystem/fileSystem.ts';
import type { Channel } from '../../filesystem/native/channel.ts';
import { limits } from '../../protocol/limits.ts';
import { encodeError } from '../../protocol/native/errorMessage.ts';
import { opcodes } from '../../protocol/native/opcodes.ts';

/** What one client watches. They stay open for long and do next to nothing, so they are no part of its requests at a time. */
export class ServerWatches {
  readonly #fileSystem: FileSystem;
  readonly #channel: Channel;
  readonly #open = new Map<number, AbortController>();

  constructor(fileSystem: FileSystem, channel: Channel) {
    this.#fileSystem = fileSystem;
    this.#channel = channel;
  }

  has(id: number): boolean {
    return this.#open.has(id);
  }

  /** A page without contents when the watch stands, one for each change after that, and one final frame. */
  open(id: number, path: string): void {
    if (this.#open.size >= limits.watches) this.#fail(id, new AppError('busy', 'too many watches at a time'));
    else void this.#watch(id, path);
  }

  cancel(id: number): void {
    this.#open.get(id)?.abort();
  }

  /** The connection has ended. */
  close(): void {
    for (const abort of this.#open.values()) abort.abort();
  }

  async #watch(id: number, path: string): Promise<void> {
    const abort = new AbortController();
    this.#open.set(id, abort);
    const notices = new Notices(this.#channel, id);
    try {
      const watch = await this.#fileSystem.watch(path, () => notices.changed(), { signal: abort.signal });
      notices.stands();
      const reason = await watch.ended;
      if (reason !== undefined) throw reason;
      this.#open.delete(id);
      this.#channel.send(opcodes.done, id);
    } catch (error) {
      this.#open.delete(id);
      this.#fail(id, error instanceof AppError ? error : new AppError('internal', 'the watch failed', { cause: error }));
    } finally {
      notices.end();
    }
  }

  #fail(id: number, error: AppError): void {
    this.#channel.send(opcodes.error, id, encodeError(error));
  }
}

/** The notices of one watch: however often something changes, a few a second, and none to a client that does not read. */
class Notices {
  readonly #channel: Channel;
  readonly #id: number;
  #stands = false;
  #due = false;
  #ended = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(channel: Channel, id: number) {
    this.#channel = channel;
    this.#id = id;
  }

  stands(): void {
    this.#stands = true;
    this.#send();
  }

  changed(): void {
    this.#due = this.#stands;
    if (this.#due && this.#timer === undefined) this.#send();
  }

  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
  }

  #send(): void {
    this.#due = false;
    this.#channel.send(opcodes.page, this.#id);
    this.#timer = setTimeout(() => void this.#rested(), limits.watchInterval);
  }

  async #rested(): Promise<void> {
    await this.#channel.connection.settled();
    if (this.#ended) return;
    this.#timer = undefined;
    if (this.#due) this.#send();
  }
}
