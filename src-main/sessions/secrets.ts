import { z } from 'zod';
import { AppError } from '../../src-shared/errors.ts';
import type { KeyProtection, KeyState } from '../../src-shared/model/places.ts';
import type { JsonFile } from '../storage/jsonFile.ts';

/** Encrypts for this user of this computer alone, with a key that the system keeps. The shell lends it where there is one. */
export interface SystemCipher {
  /** @returns base64 */
  encrypt(text: string): Promise<string>;
  /** @throws when the system can't decrypt it any more */
  decrypt(sealed: string): Promise<string>;
}

/** The keys of saved sites. They go inward only: nothing here is ever told to an interface but whether there is a key. */
export interface Secrets {
  readonly protection: KeyProtection;
  state(site: string): KeyState;
  get(site: string): Promise<string | undefined>;
  /** `remember`: beyond this run. @throws AppError when it can't be written down; it is known until the end then */
  set(site: string, secret: string, remember: boolean): Promise<void>;
  remove(sites: readonly string[]): Promise<void>;
}

/** By site: encrypted by the system, or as it is. */
export interface SecretsDocument {
  readonly version: 1;
  readonly secrets: Readonly<Record<string, { readonly sealed: string } | { readonly plain: string }>>;
}

const text = z.string().min(1).max(20_000);

export const secretsSchema: z.ZodType<SecretsDocument> = z.strictObject({
  version: z.literal(1),
  secrets: z.record(z.string().max(40), z.union([z.strictObject({ sealed: text }), z.strictObject({ plain: text })])),
});

export const noSecrets: SecretsDocument = { version: 1, secrets: {} };

/** In one file, for the user alone, and in memory for those that are not to be remembered. */
export class SecretStore implements Secrets {
  readonly #file: JsonFile<SecretsDocument>;
  readonly #cipher: SystemCipher | undefined;
  readonly #kept: Map<string, { readonly sealed: string } | { readonly plain: string }>;
  readonly #known = new Map<string, string>();

  private constructor(
    file: JsonFile<SecretsDocument>,
    cipher: SystemCipher | undefined,
    kept: Iterable<[string, { sealed: string } | { plain: string }]>,
  ) {
    this.#file = file;
    this.#cipher = cipher;
    this.#kept = new Map(kept);
  }

  /** `damaged`: where an unusable file was put aside. @throws AppError when it can't be read at all */
  static async load(
    file: JsonFile<SecretsDocument>,
    cipher: SystemCipher | undefined,
  ): Promise<{ readonly secrets: SecretStore; readonly damaged: string | undefined }> {
    const { value, damaged } = await file.read();
    return { secrets: new SecretStore(file, cipher, Object.entries(value.secrets)), damaged };
  }

  get protection(): KeyProtection {
    return this.#cipher === undefined ? 'file' : 'system';
  }

  state(site: string): KeyState {
    if (this.#kept.has(site)) return 'kept';
    return this.#known.has(site) ? 'session' : 'unknown';
  }

  async get(site: string): Promise<string | undefined> {
    const known = this.#known.get(site);
    const kept = this.#kept.get(site);
    if (known !== undefined || kept === undefined) return known;
    if ('plain' in kept) return kept.plain;
    // A key ring that was emptied or is another user's: the key is asked for again.
    return await this.#cipher?.decrypt(kept.sealed).catch(() => undefined);
  }

  async set(site: string, secret: string, remember: boolean): Promise<void> {
    this.#known.set(site, secret);
    if (!remember) return await this.#forget([site]);
    const kept = this.#cipher === undefined ? { plain: secret } : { sealed: await seal(this.#cipher, secret) };
    this.#kept.set(site, kept);
    await this.#file.update(({ secrets }) => ({ version: 1, secrets: { ...secrets, [site]: kept } }));
  }

  async remove(sites: readonly string[]): Promise<void> {
    for (const site of sites) this.#known.delete(site);
    await this.#forget(sites);
  }

  async #forget(sites: readonly string[]): Promise<void> {
    const gone = new Set(sites.filter((site) => this.#kept.delete(site)));
    if (gone.size === 0) return;
    const without = ({ secrets }: SecretsDocument): SecretsDocument => ({
      version: 1,
      secrets: Object.fromEntries(Object.entries(secrets).filter(([site]) => !gone.has(site))),
    });
    await this.#file.update(without);
  }
}

async function seal(cipher: SystemCipher, secret: string): Promise<string> {
  try {
    return await cipher.encrypt(secret);
  } catch (cause) {
    throw new AppError('permission-denied', 'the key ring of the system took no key', { cause });
  }
}
