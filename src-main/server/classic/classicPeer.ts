import type net from 'node:net';
import { AppError } from '../../../src-shared/errors.ts';
import type { FileSystem } from '../../filesystem/fileSystem.ts';
import { isPartialCommand, parseCommand } from '../../protocol/classic/command.ts';
import { UploadContents } from '../../protocol/classic/uploadContents.ts';
import { accepted } from '../../protocol/classic/wording.ts';
import { answer, pathOf, refuseReadOnly, sentence } from './commands.ts';
import { send, sendContents } from './contentSender.ts';
import { openContents } from './fileContents.ts';
import { type IncomingFile, openIncomingFile } from './incomingFile.ts';
import { SegmentReader } from './segmentReader.ts';

export interface ClassicPeerOptions {
  readonly socket: net.Socket;
  /** Bytes that were read to tell the protocol. */
  readonly head: Uint8Array;
  /** What the peer sees as its folder; nothing leads out of it. */
  readonly fileSystem: FileSystem;
  /** Whether an upload may replace a file. */
  readonly allowReplace: boolean;
  /** How long the peer may be silent, in milliseconds; 300,000 by default. An upload that falls silent is discarded. */
  readonly idleMs?: number | undefined;
  /** How long a client gets to read `OK` and `ENDOFFILE` alone, in milliseconds; 50 by default. */
  readonly pauseMs?: number | undefined;
  /** What it is doing now (a path, or undefined), and the bytes received and sent in all. */
  readonly onActivity?: ((path: string | undefined, received: number, sent: number) => void) | undefined;
}

export interface ClassicPeer {
  /** Settles when the connection is over. Never rejects. */
  readonly closed: Promise<void>;
  close(): void;
}

/** How long the rest of a command that is plainly cut may take. */
const restMs = 300;

/** Serves one connection in the classic protocol until it closes. */
export function serveClassicPeer(options: ClassicPeerOptions): ClassicPeer {
  const peer = new Peer(options);
  return { closed: peer.run(), close: () => peer.close() };
}

class Peer {
  readonly #socket: net.Socket;
  readonly #fileSystem: FileSystem;
  readonly #options: ClassicPeerOptions;
  readonly #idleMs: number;
  readonly #reader: SegmentReader;
  #path: string | undefined;
  #received: number;
  #sent = 0;

  constructor(options: ClassicPeerOptions) {
    this.#options = options;
    this.#socket = options.socket;
    this.#fileSystem = options.fileSystem;
    this.#idleMs = options.idleMs ?? 300_000;
    this.#received = options.head.length;
    this.#reader = new SegmentReader(options.socket, options.head);
    // An upload ends with the peer's half of the connection; ours stays open until the file stands.
    options.socket.allowHalfOpen = true;
    options.socket.setNoDelay(true);
  }

  async run(): Promise<void> {
    const gone = new Promise<void>((resolve) => this.#socket.once('close', () => resolve()));
    if (this.#socket.destroyed) return;
    try {
      await this.#serve();
      this.#leave();
    } catch {
      this.#socket.destroy();
    }
    await gone;
  }

  close(): void {
    this.#socket.destroy();
  }

  async #serve(): Promise<void> {
    for (;;) {
      const bytes = await this.#readCommand();
      if (bytes === undefined) return;
      const command = parseCommand(bytes);
      switch (command.name) {
        case 'byebye':
          return;
        case 'download':
          await this.#download(command.file);
          break;
        case 'upload':
          if (await this.#upload(command.file)) return;
          break;
        default:
          await this.#send(await answer(this.#fileSystem, command).catch((error: unknown) => Buffer.from(sentence(error))));
      }
    }
  }

  /** One read, and its rest where it is plainly the beginning of a command only. */
  async #readCommand(): Promise<Uint8Array | undefined> {
    let bytes = await this.#read(this.#idleMs);
    while (bytes !== undefined && isPartialCommand(bytes)) {
      try {
        const rest = await this.#read(restMs);
        if (rest === undefined) break;
        bytes = Buffer.concat([bytes, rest]);
      } catch (error) {
        if (error instanceof AppError && error.code === 'timeout') break;
        throw error;
      }
    }
    return bytes;
  }

  async #download(file: string): Promise<void> {
    let contents: Awaited<ReturnType<typeof openContents>>;
    try {
      contents = await openContents(this.#fileSystem, pathOf(file));
    } catch (error) {
      return await this.#send(Buffer.from(`ERROR: ${sentence(error)}`));
    }
    this.#report(`/${file}`, 0, 0);
    try {
      await sendContents(this.#socket, contents, {
        pauseMs: this.#options.pauseMs ?? 50,
        waitMs: this.#idleMs,
        onSent: (bytes) => this.#report(this.#path, 0, bytes),
      });
    } finally {
      await contents.close();
      this.#report(undefined, 0, 0);
    }
  }

  /** True when the stream has ended with the upload; false when it was refused. */
  async #upload(file: string): Promise<boolean> {
    let path: string;
    try {
      refuseReadOnly(this.#fileSystem);
      path = pathOf(file);
      await this.#refuseTaken(path);
    } catch (error) {
      await this.#send(Buffer.from(sentence(error)));
      return false;
    }
    const incoming = openIncomingFile(this.#fileSystem, path, this.#options.allowReplace ? 'overwrite' : 'fail');
    this.#report(path, 0, 0);
    try {
      await this.#send(Buffer.from(accepted)).catch(async (error: unknown) => {
        await incoming.discard();
        throw error;
      });
      await this.#receive(incoming);
    } finally {
      this.#report(undefined, 0, 0);
    }
    return true;
  }

  async #receive(incoming: IncomingFile): Promise<void> {
    const contents = new UploadContents();
    try {
      for (let bytes = await this.#read(this.#idleMs); bytes !== undefined; bytes = await this.#read(this.#idleMs)) {
        for (const piece of contents.push(bytes)) await incoming.write(piece);
      }
      const rest = contents.end();
      if (rest.length > 0) await incoming.write(rest);
    } catch (error) {
      await incoming.discard();
      throw error;
    }
    await incoming.commit();
  }

  async #refuseTaken(path: string): Promise<void> {
    const entry = await this.#fileSystem.stat(path).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'not-found') return undefined;
      throw error;
    });
    if (entry === undefined) return;
    if (entry.kind === 'directory') throw new AppError('is-a-directory', 'a directory has this name', { path });
    if (!this.#options.allowReplace) throw new AppError('already-exists', 'the name is taken', { path });
  }

  async #read(waitMs: number): Promise<Uint8Array | undefined> {
    const bytes = await this.#reader.read(waitMs);
    if (bytes !== undefined) this.#report(this.#path, bytes.length, 0);
    return bytes;
  }

  async #send(bytes: Uint8Array): Promise<void> {
    await send(this.#socket, bytes, this.#idleMs);
    this.#report(this.#path, 0, bytes.length);
  }

  #report(path: string | undefined, received: number, sent: number): void {
    this.#path = path;
    this.#received += received;
    this.#sent += sent;
    this.#options.onActivity?.(path, this.#received, this.#sent);
  }

  /** Closes in order, and takes what the peer still sends: unread bytes would turn the end into a reset. */
  #leave(): void {
    this.#socket.resume();
    this.#socket.end();
    const timer = setTimeout(() => this.#socket.destroy(), 5000);
    this.#socket.once('close', () => clearTimeout(timer));
  }
}
