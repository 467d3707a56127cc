import type { ErrorRecord } from '../../src-shared/errors.ts';
import type { EventMessage, Reply } from '../../src-shared/ipc/contract.ts';

/** What crosses between the thread that serves windows and the thread that runs the application. */

export type ToEngine =
  | { readonly kind: 'request'; readonly id: number; readonly name: string; readonly params: unknown }
  | { readonly kind: 'close' };

export type FromEngine =
  | { readonly kind: 'ready' }
  /** The application could not be built; the thread ends. */
  | { readonly kind: 'failed'; readonly error: ErrorRecord }
  | { readonly kind: 'reply'; readonly id: number; readonly reply: Reply<unknown> }
  | { readonly kind: 'event'; readonly message: EventMessage }
  | { readonly kind: 'closed' };
