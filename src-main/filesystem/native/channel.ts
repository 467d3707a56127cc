import { Buffer } from 'node:buffer';
import { AppError } from '../../../src-shared/errors.ts';
import type { Connection } from '../../net/connection.ts';
import { type FrameHeader, headerLength, writeHeader } from '../../protocol/frame.ts';
import { FrameReader } from '../../protocol/frameReader.ts';
import { encodeError } from '../../protocol/native/errorMessage.ts';
import { opcodes } from '../../protocol/native/opcodes.ts';

export interface ChannelHandler {
  /** As FrameSink.payloadLimit. */
  payloadLimit(opcode: number): number | undefined;
  /** A whole frame of any kind but CONTENT. What it throws ends the channel. */
  frame(header: FrameHeader, payload: Buffer): void;
  /** A piece of a CONTENT frame. */
  content(id: number, bytes: Buffer): void;
  drained(): void;
}

/** Frames over a connection, the same on both sides. A peer that breaks the protocol is told why, and the connection ends. */
export class Channel {
  readonly connection: Connection;
  #handler: ChannelHandler | undefined;
  #deaf = false;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  get closed(): Promise<AppError | undefined> {
    return this.connection.closed;
  }

  /** Who hears what comes from now on; the first call begins to read. */
  handOver(handler: ChannelHandler): void {
    const isFirst = this.#handler === undefined;
    this.#handler = handler;
    if (isFirst) this.#read();
  }

  #read(): void {
    const reader = new FrameReader({
      payloadLimit: (opcode) => this.#handler?.payloadLimit(opcode),
      streamed: (opcode) => opcode === opcodes.content,
      frame: (header, payload) => {
        if (this.connection.open && !this.#deaf) this.#handler?.frame(header, payload);
      },
      piece: (header, bytes) => {
        if (this.connection.open && !this.#deaf) this.#handler?.content(header.id, bytes);
      },
    });
    this.connection.start({
      bytes: (chunk) => {
        if (this.#deaf) return;
        try {
          reader.push(chunk);
        } catch (error) {
          if (this.#deaf) return;
          this.end(
            error instanceof AppError ? error : new AppError('internal', 'a message could not be handled', { cause: error }),
          );
        }
      },
      drained: () => this.#handler?.drained(),
    });
  }

  /** What the peer still says is of no interest, well-formed or not. */
  ignore(): void {
    this.#deaf = true;
    this.connection.stopReading();
  }

  send(opcode: number, id: number, payload: Uint8Array = empty): void {
    const frame = Buffer.allocUnsafe(headerLength + payload.length);
    writeHeader(frame, 0, { length: payload.length, id, opcode, flags: 0 });
    frame.set(payload, headerLength);
    this.connection.write(frame);
  }

  /** A frame that was built with room for its header in front. `release` is called when it has been taken. */
  sendBuilt(opcode: number, id: number, frame: Buffer, release?: () => void): void {
    writeHeader(frame, 0, { length: frame.length - headerLength, id, opcode, flags: 0 });
    this.connection.write(frame, release);
  }

  /** `release` is called when the bytes have been taken. */
  sendContent(id: number, bytes: Uint8Array, release?: () => void): void {
    const header = Buffer.allocUnsafe(headerLength);
    writeHeader(header, 0, { length: bytes.length, id, opcode: opcodes.content, flags: 0 });
    this.connection.writePair(header, bytes, release);
  }

  /** Says why, and closes. */
  end(reason: AppError): void {
    this.send(opcodes.goodbye, 0, encodeError(reason));
    this.connection.close(reason);
  }
}

const empty = new Uint8Array();
