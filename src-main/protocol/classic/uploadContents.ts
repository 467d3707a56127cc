import { Tail } from './tail.ts';
import { goodbye } from './wording.ts';

/**
 * What a client sends behind the `OK` to its upload, up to the end of the stream. The original client never closes: its user
 * types `byebye`, which comes right behind the file. So exactly one `byebye` at the very end is the command; the rest is contents.
 */
export class UploadContents {
  readonly #tail = new Tail(goodbye.length);

  /** Takes what was read, gives what is contents for certain. */
  push(bytes: Uint8Array): Uint8Array[] {
    return this.#tail.push(bytes);
  }

  /** The last contents, once the client has closed its side. */
  end(): Uint8Array {
    return this.#tail.endsWith(goodbye) ? new Uint8Array(0) : this.#tail.head(this.#tail.length);
  }
}
