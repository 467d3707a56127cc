import type { Writable } from 'node:stream';
import { AppError, type ErrorRecord, toErrorRecord } from '../../../src-shared/errors.ts';
import { encodeName, hasRawBytes } from '../../../src-shared/model/nameBytes.ts';
import { visibleText } from './visibleText.ts';

export interface OutputStream extends Writable {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

const flushFrom = 64 * 1024;

/**
 * What the program says: results on standard output, in large pieces; errors and progress on standard error. On a terminal names
 * are made visible; elsewhere they are written byte for byte.
 */
export class Output {
  readonly json: boolean;
  readonly errors: OutputStream;
  readonly #results: OutputStream;
  #waiting: Uint8Array[] = [];
  #text = '';
  #length = 0;
  #broken = false;
  #failure: Error | undefined;
  #written: Promise<void> = Promise.resolve();
  /** Taken off the screen before anything else is shown there. */
  onBeforeError: () => void = () => undefined;

  constructor(results: OutputStream, errors: OutputStream, json: boolean) {
    this.json = json;
    this.errors = errors;
    this.#results = results;
    results.on('error', (error: NodeJS.ErrnoException) => {
      this.#broken = true;
      // A reader that has seen enough (`| head`) is no failure.
      if (error.code !== 'EPIPE') this.#failure ??= error;
    });
    // A terminal that was closed is not told anything.
    errors.on('error', () => undefined);
  }

  get isTerminal(): boolean {
    return this.#results.isTTY === true;
  }

  /** Why results were lost. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** A line with names in it, as they are where they are not looked at by a person. */
  line(text: string): void {
    if (this.isTerminal) this.#add(`${visibleText(text)}\n`);
    else if (hasRawBytes(text)) this.#add(Buffer.concat([encodeName(text), newLine]));
    else this.#add(`${text}\n`);
  }

  /** One JSON value, as a line. */
  value(value: unknown): void {
    this.#add(`${JSON.stringify(value)}\n`);
  }

  /** Text as it is, with no end of line: a prompt. */
  text(text: string): void {
    this.#add(text);
  }

  /** `code: sentence`, one line. */
  error(error: unknown): void {
    this.note(errorLine(toErrorRecord(error)));
  }

  /** A line on standard error. */
  note(text: string): void {
    this.onBeforeError();
    this.errors.write(`${visibleText(text)}\n`);
  }

  /** Resolves when everything has been handed to the system. */
  flush(): Promise<void> {
    const waiting = this.#take();
    if (this.#broken || waiting.length === 0) return this.#written;
    const bytes = Buffer.concat(waiting);
    this.#written = new Promise<void>((resolve) => {
      this.#results.write(bytes, () => resolve());
    });
    return this.#written;
  }

  #take(): Uint8Array[] {
    this.#endText();
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#length = 0;
    return waiting;
  }

  /** Text is put together as text and becomes bytes in one piece. */
  #endText(): void {
    if (this.#text === '') return;
    this.#waiting.push(Buffer.from(this.#text));
    this.#text = '';
  }

  #add(piece: string | Uint8Array): void {
    if (this.#broken) return;
    if (typeof piece === 'string') {
      this.#text += piece;
    } else {
      this.#endText();
      this.#waiting.push(piece);
    }
    this.#length += piece.length;
    if (this.#length >= flushFrom) void this.flush();
  }
}

const newLine = Buffer.from('\n');

/** `not-found: no such file or directory: /a/b` */
export function errorLine(error: ErrorRecord): string {
  const about = error.path === undefined || error.path === '' || error.message.includes(error.path) ? '' : `: ${error.path}`;
  return `${error.code}: ${error.message}${about}`;
}

export function asAppError(error: unknown): AppError {
  return error instanceof AppError ? error : new AppError('internal', toErrorRecord(error).message, { cause: error });
}
