import type { Buffer } from 'node:buffer';
import { isEncodable } from '../../../src-shared/model/nameBytes.ts';
import { checkPath } from '../../../src-shared/model/path.ts';
import { AppError } from '../../../src-shared/errors.ts';
import { ByteReader, ByteWriter, nameToBytes, violation } from '../bytes.ts';
import { limits } from '../limits.ts';
import { type Existing, existingKinds, readExisting } from './existing.ts';
import { type Opcode, opcodes } from './opcodes.ts';

/** A request as the client means it. The id stands in the frame header. */
export type Request =
  | {
      readonly opcode:
        | typeof opcodes.list
        | typeof opcodes.walk
        | typeof opcodes.stat
        | typeof opcodes.space
        | typeof opcodes.hash
        | typeof opcodes.watch
        | typeof opcodes.chunks;
      readonly path: string;
    }
  | { readonly opcode: typeof opcodes.makeDirectory; readonly path: string; readonly parents: boolean }
  | { readonly opcode: typeof opcodes.rename; readonly path: string; readonly to: string; readonly overwrite: boolean }
  | {
      readonly opcode: typeof opcodes.copy;
      readonly path: string;
      readonly to: string;
      readonly existing: Existing;
    }
  | { readonly opcode: typeof opcodes.remove; readonly path: string; readonly recursive: boolean }
  | {
      readonly opcode: typeof opcodes.setAttributes;
      readonly path: string;
      readonly modified: number;
      readonly mode: number | undefined;
    }
  | { readonly opcode: typeof opcodes.partial | typeof opcodes.adopt; readonly path: string; readonly key: string }
  | {
      readonly opcode: typeof opcodes.read;
      readonly path: string;
      readonly offset: number;
      /** Bytes, at most `limits.readRange`. */
      readonly length: number;
    }
  | { readonly opcode: typeof opcodes.ping }
  /** `key`: what a stripe names the lane by. */
  | { readonly opcode: typeof opcodes.openReadLane | typeof opcodes.openWriteLane; readonly window: number; readonly key: string }
  /** This connection carries contents of a lane of another one; `stripe` tells it from the lane's others. */
  | { readonly opcode: typeof opcodes.joinLane; readonly key: string; readonly stripe: number };

const noMode = 0xffff;

export function encodeRequest(request: Request): Buffer {
  const writer = new ByteWriter(128);
  switch (request.opcode) {
    case opcodes.list:
    case opcodes.walk:
    case opcodes.stat:
    case opcodes.space:
    case opcodes.hash:
    case opcodes.watch:
    case opcodes.chunks:
      return writer.name(request.path).finish();
    case opcodes.makeDirectory:
      return writer.name(request.path).flag(request.parents).finish();
    case opcodes.rename:
      return writer.name(request.path).name(request.to).flag(request.overwrite).finish();
    case opcodes.copy:
      return writer.name(request.path).name(request.to).u8(existingKinds.indexOf(request.existing)).finish();
    case opcodes.remove:
      return writer.name(request.path).flag(request.recursive).finish();
    case opcodes.setAttributes:
      return writer
        .name(request.path)
        .time(request.modified)
        .u16(request.mode ?? noMode)
        .finish();
    case opcodes.partial:
    case opcodes.adopt:
      return writer.name(request.path).bytes(keyToBytes(request.key)).finish();
    case opcodes.read:
      return writer.name(request.path).size(request.offset).u32(request.length).finish();
    case opcodes.ping:
      return writer.finish();
    case opcodes.openReadLane:
    case opcodes.openWriteLane:
      return writer.u32(request.window).bytes(keyToBytes(request.key)).finish();
    case opcodes.joinLane:
      return writer.bytes(keyToBytes(request.key)).u8(request.stripe).finish();
    default:
      throw new AppError('internal', 'no such request');
  }
}

/**
 * Undefined for an opcode that is no request. A path that is not a plain absolute path throws `name-invalid`, which only this
 * request fails with; anything else wrong throws `protocol-violation`.
 */
export function decodeRequest(opcode: number, payload: Buffer): Request | undefined {
  const reader = new ByteReader(payload);
  const request = decodeBody(opcode as Opcode, reader);
  if (request === undefined) return undefined;
  reader.end();
  if ('path' in request) checkWirePath(request.path);
  if ('to' in request) checkWirePath(request.to);
  return request;
}

function decodeBody(opcode: Opcode, reader: ByteReader): Request | undefined {
  switch (opcode) {
    case opcodes.list:
    case opcodes.walk:
    case opcodes.stat:
    case opcodes.space:
    case opcodes.hash:
    case opcodes.watch:
    case opcodes.chunks:
      return { opcode, path: reader.name() };
    case opcodes.makeDirectory:
      return { opcode, path: reader.name(), parents: reader.flag() };
    case opcodes.rename:
      return { opcode, path: reader.name(), to: reader.name(), overwrite: reader.flag() };
    case opcodes.copy:
      return { opcode, path: reader.name(), to: reader.name(), existing: readExisting(reader) };
    case opcodes.remove:
      return { opcode, path: reader.name(), recursive: reader.flag() };
    case opcodes.setAttributes: {
      const path = reader.name();
      const modified = reader.time();
      const mode = reader.u16();
      return { opcode, path, modified, mode: mode === noMode ? undefined : mode };
    }
    case opcodes.partial:
    case opcodes.adopt:
      return { opcode, path: reader.name(), key: keyFromBytes(reader.bytes(keyLength)) };
    case opcodes.read: {
      const request = { opcode, path: reader.name(), offset: reader.size(), length: reader.u32() };
      if (request.length > limits.readRange) throw violation('more of a file is asked for than may be');
      return request;
    }
    case opcodes.ping:
      return { opcode };
    case opcodes.openReadLane:
    case opcodes.openWriteLane:
      return { opcode, window: reader.u32(), key: keyFromBytes(reader.bytes(keyLength)) };
    case opcodes.joinLane: {
      const request = { opcode, key: keyFromBytes(reader.bytes(keyLength)), stripe: reader.u8() };
      if (request.stripe < 1 || request.stripe > limits.stripes) throw violation('no number of a stripe');
      return request;
    }
    default:
      return undefined;
  }
}

/** A path as a peer may name it: absolute, plain components, within the limits. @throws AppError `name-invalid` */
export function checkWirePath(path: string): string {
  checkPath(path);
  if (!isEncodable(path)) throw new AppError('name-invalid', 'the path is not well-formed text', { path });
  if (path.length > limits.path / 4 && nameToBytes(path).length > limits.path)
    throw new AppError('name-invalid', 'the path is too long', { path });
  if (path.length <= limits.name / 4) return path; // it can't be too deep, nor have too long a name
  const parts = path.split('/');
  if (parts.length > limits.depth) throw new AppError('name-invalid', 'the path is too deep', { path });
  for (const part of parts) {
    if (part.length > limits.name / 4 && nameToBytes(part).length > limits.name) {
      throw new AppError('name-invalid', 'a name is longer than 255 bytes', { path });
    }
  }
  return path;
}

export const keyLength = 16;

/** A transfer's key: 32 hexadecimal digits, 16 bytes on the wire. */
export function keyToBytes(key: string): Uint8Array {
  if (!/^[0-9a-f]{32}$/.test(key)) throw new AppError('invalid-request', 'a key has 32 hexadecimal digits');
  return Uint8Array.from({ length: keyLength }, (_, index) => Number.parseInt(key.slice(index * 2, index * 2 + 2), 16));
}

export function keyFromBytes(bytes: Buffer): string {
  if (bytes.length !== keyLength) throw violation('a key has 16 bytes');
  return bytes.toString('hex');
}
