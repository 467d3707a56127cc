import type { Writable } from 'node:stream';
import { AppError, type ErrorRecord, toErrorRecord } from '../../../src-shared/errors.ts';
import { rawText, visibleText } from './visibleText.ts';

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
  #length = 0;
  #broken = false;
  /** Taken off the screen before anything else is shown there. */
  onBeforeError: () => void = () => undefined;

  constructor(results: OutputStream, errors: OutputStream, json: boolean) {
    this.json = json;
    this.errors = errors;
    this.#results = results;
    // A reader that has seen enough (`| head`) is no failure.
    results.on('error', () => {
      this.#broken = true;
    });
  }

  get isTerminal(): boolean {
    return this.#results.isTTY === true;
  }

  /** Whether nobody reads any more. */
  get broken(): boolean {
    return this.#broken;
  }

  /** A line with names in it, as they are where they are not looked at by a person. */
  line(text: string): void {
    this.#add(this.isTerminal ? Buffer.from(`${visibleText(text)}\n`) : Buffer.concat([rawText(text), newLine]));
  }

  /** One JSON value, as a line. */
  value(value: unknown): void {
    this.#add(Buffer.from(`${JSON.stringify(value)}\n`));
  }

  /** Text as it is, with no end of line: a prompt. */
  text(text: string): void {
    this.#add(Buffer.from(text));
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
  async flush(): Promise<void> {
    const bytes = Buffer.concat(this.#waiting);
    this.#waiting = [];
    this.#length = 0;
    if (this.#broken || bytes.length === 0) return;
    await new Promise<void>((resolve) => {
      this.#results.write(bytes, () => resolve());
    });
  }

  #add(bytes: Uint8Array): void {
    if (this.#broken) return;
    this.#waiting.push(bytes);
    this.#length += bytes.length;
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
