import { createHash, createPrivateKey, randomBytes, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../src-shared/errors.ts';
import { writeFileAtomically } from '../storage/atomicFile.ts';

/** What a server proves itself with: a P-256 key and a certificate that only carries it. PEM. */
export interface Identity {
  readonly key: string;
  readonly certificate: string;
  /** base64url of the SHA-256 of the public key (SPKI). */
  readonly pin: string;
}

const fileName = 'identity.pem';
const tokenFile = 'token';

/** The identity kept in a directory; made at the first use. @throws AppError when the directory can't be used or the file is damaged */
export async function loadIdentity(directory: string): Promise<Identity> {
  const text = await readPrivate(directory, fileName);
  if (text !== undefined) return parseIdentity(text, join(directory, fileName));
  const made = await makeIdentity();
  if (await writePrivate(directory, fileName, `${made.key}\n${made.certificate}\n`, false)) return made;
  // Another process has made one meanwhile.
  return await loadIdentity(directory);
}

/** The share's key: 128 random bits as base64url. */
export async function loadToken(directory: string): Promise<string> {
  const text = (await readPrivate(directory, tokenFile))?.trim();
  if (text !== undefined && /^[A-Za-z0-9_-]{22,}$/.test(text)) return text;
  const token = makeToken();
  if (await writePrivate(directory, tokenFile, `${token}\n`, text !== undefined)) return token;
  return await loadToken(directory);
}

export function makeToken(): string {
  return randomBytes(16).toString('base64url');
}

function parseIdentity(text: string, path: string): Identity {
  const key = /-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----/.exec(text)?.[0];
  const certificate = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/.exec(text)?.[0];
  try {
    if (key === undefined || certificate === undefined) throw new Error('a part is missing');
    const parsed = new X509Certificate(certificate);
    if (!parsed.checkPrivateKey(createPrivateKey(key))) throw new Error('key and certificate do not belong together');
    return { key, certificate, pin: pinOf(parsed) };
  } catch (error) {
    throw new AppError('internal', `the server's identity in ${path} is damaged; move it away to make a new one`, {
      cause: error,
    });
  }
}

function pinOf(certificate: X509Certificate): string {
  return createHash('sha256')
    .update(certificate.publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64url');
}

async function makeIdentity(): Promise<Identity> {
  await import('reflect-metadata');
  const { X509CertificateGenerator, cryptoProvider } = await import('@peculiar/x509');
  cryptoProvider.set(crypto);
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const year = 365 * 24 * 3_600_000;
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=Ferry',
    notBefore: new Date(Date.now() - year),
    notAfter: new Date(Date.now() + 50 * year),
    signingAlgorithm: algorithm,
    keys,
  });
  const der = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    .export({ format: 'pem', type: 'pkcs8' })
    .toString()
    .trim();
  const pem = certificate.toString('pem').trim();
  return { key, certificate: pem, pin: pinOf(new X509Certificate(pem)) };
}

async function readPrivate(directory: string, name: string): Promise<string | undefined> {
  try {
    return await readFile(join(directory, name), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new AppError('permission-denied', `${join(directory, name)} can not be read`, { cause: error });
  }
}

/** False when there is such a file, and it is not to be replaced. */
async function writePrivate(directory: string, name: string, text: string, replace: boolean): Promise<boolean> {
  const path = join(directory, name);
  try {
    await writeFileAtomically(path, text, { replace });
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === 'already-exists') return false;
    throw new AppError('permission-denied', `${path} can not be written`, { cause: error });
  }
}
