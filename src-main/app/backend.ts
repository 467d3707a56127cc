import type { EventMessage, Params, Reply, RequestName, Result } from '../../src-shared/ipc/contract.ts';

/**
 * The application as a shell sees it: in the same thread or behind a message port. Shells check who is asking; the backend checks
 * what is asked.
 */
export interface Backend {
  /** Never rejects: what is wrong comes in the reply. `name` and `params` are not trusted. */
  request(name: string, params: unknown): Promise<Reply<unknown>>;
  onEvent(listener: (message: EventMessage) => void): () => void;
  /** Stops the server, closes sessions, saves what must be saved. Idempotent. */
  close(): Promise<void>;
}

/** Requests that only a shell can serve; it answers these itself and hands the rest to the backend. */
export type ShellRequestName = Extract<RequestName, `shell.${string}`>;
export type ShellHandlers = { readonly [K in ShellRequestName]: (params: Params<K>) => Promise<Result<K>> };

export interface ApplicationOptions {
  /** Where settings, the identity and the queue are kept; made when missing, readable by the user only. */
  readonly userData: string;
  readonly version: string;
  readonly shell: 'electron' | 'browser';
  /** What runs it, for the About dialog and reports: `Electron 45.4.1`, `Node 20.20.2`. */
  readonly runtime: string;
  readonly nativeMenu: boolean;
  /** Whether the shell lends the system's encryption; see SystemCipher. */
  readonly systemCipher?: boolean | undefined;
  /** LOCATION arguments as typed: a local path or a URL. */
  readonly left?: string | undefined;
  readonly right?: string | undefined;
}
