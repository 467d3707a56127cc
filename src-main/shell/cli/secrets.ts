import { readFileSync } from 'node:fs';
import { AppError } from '../../../src-shared/errors.ts';
import { isPin } from '../../../src-shared/model/location.ts';
import { UsageError } from './exitCode.ts';

export interface SecretOptions {
  readonly pin?: string | undefined;
  readonly tokenFile?: string | undefined;
}

/** What a URL without pin or token gets: from options, then from the environment. */
export interface Secrets {
  readonly pin: string | undefined;
  readonly token: string | undefined;
}

/** @throws UsageError for a damaged pin; AppError when the token's file can't be read */
export function readSecrets(options: SecretOptions, environment: NodeJS.ProcessEnv): Secrets {
  const pin = options.pin ?? nonEmpty(environment['FERRY_PIN']);
  if (pin !== undefined && !isPin(pin)) throw new UsageError('the pin is damaged: 43 characters, as the server prints them');
  const token = options.tokenFile === undefined ? nonEmpty(environment['FERRY_TOKEN']) : readTokenFile(options.tokenFile);
  return { pin, token };
}

/** @throws AppError `not-found`, `permission-denied`, `invalid-request` */
export function readTokenFile(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    const code = missing ? 'not-found' : 'permission-denied';
    throw new AppError(code, missing ? 'there is no such token file' : 'the token file can not be read', { path: file, cause });
  }
  const token = text.trim();
  if (token === '' || /\s/.test(token))
    throw new AppError('invalid-request', 'the token file must hold one word', { path: file });
  return token;
}

function nonEmpty(text: string | undefined): string | undefined {
  const trimmed = text?.trim();
  return trimmed === '' ? undefined : trimmed;
}
