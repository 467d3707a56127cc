import type { Buffer } from 'node:buffer';
import { AppError } from '../../../src-shared/errors.ts';
import { ByteReader, ByteWriter, violation } from '../bytes.ts';

export const protocolName = 'ferry/1';
export const protocolVersion = 1;
/** The label under which both sides take 32 bytes from the TLS exporter (RFC 8446, 7.5) to bind the authentication to the connection. */
export const exporterLabel = 'EXPORTER-ferry-1-authentication';

const magic = 0x46657272; // "Ferr"

export interface Hello {
  readonly version: number;
  /** `featureBits` of features.ts. */
  readonly features: number;
  /** HMAC-SHA-256 of the exporter's 32 bytes under the SHA-256 of the token. */
  readonly proof: Buffer;
}

export interface Welcome {
  readonly version: number;
  /** As in the hello. */
  readonly features: number;
  /** What the server's disk makes of names: `nameBits`. */
  readonly names: number;
  /** Bytes of bulk frames the server lets be on the way to it on each lane. */
  readonly window: number;
  readonly readOnly: boolean;
}

export function encodeHello(hello: { version: number; features: number; proof: Uint8Array }): Buffer {
  return new ByteWriter(64).u32(magic).u16(hello.version).u32(hello.features).u8(tokenMethod).bytes(hello.proof).finish();
}

const tokenMethod = 1;

export function decodeHello(payload: Buffer): Hello {
  const reader = new ByteReader(payload);
  if (reader.u32() !== magic) throw violation('not a hello');
  const version = reader.u16();
  if (version !== protocolVersion)
    throw new AppError('version-unsupported', `the peer speaks version ${version}, this is ${protocolVersion}`);
  const features = reader.u32();
  if (reader.u8() !== tokenMethod) throw violation('unknown way to authenticate');
  const proof = reader.bytes(32);
  reader.end();
  return { version, features, proof };
}

export function encodeWelcome(welcome: Welcome): Buffer {
  const { version, features, names, window, readOnly } = welcome;
  return new ByteWriter(16).u16(version).u32(features).u16(names).u32(window).flag(readOnly).finish();
}

export function decodeWelcome(payload: Buffer): Welcome {
  const reader = new ByteReader(payload);
  const version = reader.u16();
  if (version !== protocolVersion)
    throw new AppError('version-unsupported', `the server speaks version ${version}, this is ${protocolVersion}`);
  const welcome = {
    version,
    features: reader.u32(),
    names: reader.u16(),
    window: reader.u32(),
    readOnly: reader.flag(),
  };
  reader.end();
  return welcome;
}
