import { AppError } from '../../../src-shared/errors.ts';
import { hasRawBytes, isEncodable } from '../../../src-shared/model/nameBytes.ts';
import { nameProblem } from '../../../src-shared/model/path.ts';
import { hasWhiteSpace } from './whiteSpace.ts';

/** The original server reads a command with one read of this many bytes. */
export const maximumCommand = 1024;

const maximumName = 255;

/** Why a name can't be said in the classic protocol, or undefined when it can. The original would act on another file, or die. */
export function classicNameProblem(name: string): string | undefined {
  const problem = nameProblem(name);
  if (problem !== undefined) return problem;
  if (hasWhiteSpace(name)) return 'the classic protocol can not carry a name with white space';
  if (Buffer.byteLength(name) > maximumName) return 'the name is too long';
  if (hasRawBytes(name) || !isEncodable(name)) return 'the classic protocol can not carry a name that is not UTF-8';
  return undefined;
}

/**
 * The bytes of a command with a checked name, to be sent as one write.
 * @throws AppError `name-invalid`
 */
export function encodeCommand(word: 'rm' | 'download' | 'size' | 'upload', name: string): Uint8Array {
  const problem = classicNameProblem(name);
  if (problem !== undefined) throw new AppError('name-invalid', problem, { path: name });
  // The first name of an upload is the client's own; the server never looks at it.
  return Buffer.from(word === 'upload' ? `upload ${name} ${name}` : `${word} ${name}`);
}
