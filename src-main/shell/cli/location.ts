import { resolve } from 'node:path';
import { type RemoteUrl, isRemoteUrl, parseRemoteUrl } from '../../../src-shared/model/location.ts';
import { toLocalPath } from '../../filesystem/local/platformPath.ts';
import { checkArgument, UsageError } from './exitCode.ts';

/** Behind the `#` there may be a key. */
function withoutSecrets(text: string): string {
  return text.replace(/#.*$/s, '');
}

/** An argument that names a place on a server. */
export interface RemoteArgument {
  readonly url: RemoteUrl;
  /** The path ended with `/`: what is put there goes inside. */
  readonly inside: boolean;
}

/** @throws UsageError */
export function remoteArgument(text: string): RemoteArgument {
  if (!isRemoteUrl(text))
    throw new UsageError(
      `“${withoutSecrets(text)}” is not a location: expected ferry://host:port/path or classic://host:port/name`,
    );
  const path = withoutSecrets(text.trim()).replace(/^\w+:\/\/[^/]*/, '');
  return { url: checkArgument(() => parseRemoteUrl(text)), inside: path.endsWith('/') };
}

/** A path on this computer, in the form of src-shared/model/path.ts. */
export function localArgument(text: string): { readonly path: string; readonly inside: boolean } {
  if (text === '') throw new UsageError('the local path is empty');
  if (isRemoteUrl(text)) throw new UsageError(`expected a path on this computer, not ${withoutSecrets(text)}`);
  if (text.includes('\0')) throw new UsageError('a path can not contain NUL');
  const ending = process.platform === 'win32' ? /[\\/]$/ : /\/$/;
  return { path: toLocalPath(resolve(text)), inside: ending.test(text) };
}

/** Whether two places are on one server, by their addresses. */
export function isSameServer({ url: { endpoint: a } }: RemoteArgument, { url: { endpoint: b } }: RemoteArgument): boolean {
  return a.kind === b.kind && a.host.toLowerCase() === b.host.toLowerCase() && a.port === b.port;
}
