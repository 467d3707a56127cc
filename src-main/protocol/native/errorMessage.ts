import type { Buffer } from 'node:buffer';
import { AppError, type ErrorCode } from '../../../src-shared/errors.ts';
import { type ByteReader, ByteWriter } from '../bytes.ts';
import { limits } from '../limits.ts';

/**
 * Numbers of the codes on the wire: the place in this list, from 1. New ones are added at the end only.
 * `identity-unknown` is found on the client's own side and never sent.
 */
const numbered: readonly ErrorCode[] = [
  'not-found',
  'already-exists',
  'not-a-directory',
  'is-a-directory',
  'directory-not-empty',
  'permission-denied',
  'name-invalid',
  'no-space',
  'not-a-file',
  'offset-conflict',
  'source-changed',
  'integrity-mismatch',
  'auth-failed',
  'identity-changed',
  'version-unsupported',
  'busy',
  'unsupported',
  'unreachable',
  'timeout',
  'connection-lost',
  'protocol-violation',
  'frame-too-large',
  'cancelled',
  'invalid-request',
  'internal',
];

/** u8 code, text. The path is not sent: whoever asked knows it. */
export function writeError(writer: ByteWriter, error: AppError): ByteWriter {
  const number = numbered.indexOf(error.code) + 1 || numbered.indexOf('internal') + 1;
  return writer.u8(number).text(clip(error.message));
}

export function readError(reader: ByteReader, path?: string): AppError {
  const code = numbered[reader.u8() - 1] ?? 'internal';
  return new AppError(code, clip(reader.text()), { path });
}

export function encodeError(error: AppError): Buffer {
  return writeError(new ByteWriter(64), error).finish();
}

function clip(text: string): string {
  return text.length <= limits.message / 4 ? text : `${text.slice(0, limits.message / 4 - 1)}…`;
}
