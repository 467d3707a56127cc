import { AppError } from '../../../src-shared/errors.ts';
import { longestRead, type Result } from '../../../src-shared/ipc/contract.ts';
import type { Location } from '../../../src-shared/model/location.ts';
import { request } from '../../bridge/bridge.ts';

export interface FileVersion {
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970; NaN when unknown. */
  readonly modified: number;
}

/** A file that is looked into piece by piece. All pieces are of the version that the first one was of. */
export class PreviewFile {
  readonly location: Location;
  #version: FileVersion | undefined;
  #closed = false;

  constructor(location: Location) {
    this.location = location;
  }

  /** Known when the first piece has been read. */
  get version(): FileVersion | undefined {
    return this.#version;
  }

  /**
   * At most `longestRead` bytes; fewer where the file ends.
   * @throws AppError `source-changed` when it is another version by now, `cancelled` when the preview was closed meanwhile
   */
  async read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    this.#throwIfClosed();
    const piece = await request('entry.read', { location: this.location, offset, length: Math.min(length, longestRead) });
    this.#throwIfClosed();
    const { size, modified } = piece;
    this.#version ??= { size, modified };
    if (size !== this.#version.size || !Object.is(modified, this.#version.modified)) {
      throw new AppError('source-changed', 'the file has changed', { path: this.location.path });
    }
    return bytesOf(piece);
  }

  /** Nothing more is read. */
  close(): void {
    this.#closed = true;
  }

  #throwIfClosed(): void {
    if (this.#closed) throw new AppError('cancelled', 'the preview was closed', { path: this.location.path });
  }
}

function bytesOf({ bytes }: Result<'entry.read'>): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(bytes), (character) => character.charCodeAt(0));
}
