import type { ErrorCode, ErrorRecord } from '../../src-shared/errors.ts';
import { baseName } from '../../src-shared/model/path.ts';
import type { Words } from './text.ts';
import { visibleName } from './visibleName.ts';

const aboutTheServer: ReadonlySet<ErrorCode> = new Set([
  'auth-failed',
  'identity-unknown',
  'identity-changed',
  'version-unsupported',
  'busy',
  'unreachable',
  'timeout',
  'connection-lost',
  'protocol-violation',
  'frame-too-large',
  'unsupported',
]);

/**
 * What happened, to what, and what to do, in a sentence.
 *
 * @param server what to call the server in errors of the connection
 * @param item what to call the entry when the error names none
 */
export function errorSentence(
  { text }: Words,
  error: ErrorRecord,
  subject: { readonly server?: string | undefined; readonly item?: string | undefined } = {},
): string {
  const sentence = text.errors[error.code];
  if (aboutTheServer.has(error.code)) return sentence(subject.server ?? text.errorSubjects.server);
  const name = error.path === undefined ? subject.item : baseName(error.path) || error.path;
  const fallback = error.code === 'invalid-request' ? text.errorSubjects.input : text.errorSubjects.item;
  return sentence(name === undefined || name === '' ? fallback : `“${visibleName(name)}”`);
}
