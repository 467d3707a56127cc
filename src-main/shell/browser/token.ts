import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A tab that has come in keeps its key until the program ends; the oldest is forgotten beyond this many. */
const maximumSessions = 100;

/**
 * Who may speak to the application. A link's token works once; the page gets a session key for it, which lets the same tab come
 * back after a reload. Secrets are compared by their hashes, in constant time.
 */
export class Admission {
  readonly #onUsed: () => void;
  readonly #sessions = new Set<Buffer>();
  #token = '';
  #tokenHash: Buffer = Buffer.alloc(0);

  /** @param onUsed called when the token has let someone in and a new one stands in its place */
  constructor(onUsed: () => void) {
    this.#onUsed = onUsed;
    this.#renew();
  }

  /** The token that works now: 256 random bits, base64url. */
  get token(): string {
    return this.#token;
  }

  /** The session key of whoever said hello, or undefined when the door stays shut. */
  admit(hello: Hello): string | undefined {
    if ('session' in hello) {
      const hash = sha256(hello.session);
      let known = false;
      for (const session of this.#sessions) known = timingSafeEqual(session, hash) || known;
      return known ? hello.session : undefined;
    }
    if (!timingSafeEqual(sha256(hello.token), this.#tokenHash)) return undefined;
    this.#renew();
    const session = randomSecret();
    this.#sessions.add(sha256(session));
    for (const oldest of this.#sessions) {
      if (this.#sessions.size <= maximumSessions) break;
      this.#sessions.delete(oldest);
    }
    this.#onUsed();
    return session;
  }

  #renew(): void {
    this.#token = randomSecret();
    this.#tokenHash = sha256(this.#token);
  }
}

export type Hello = { readonly token: string } | { readonly session: string };

function randomSecret(): string {
  return randomBytes(32).toString('base64url');
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
