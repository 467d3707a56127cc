import type { ErrorRecord } from '../../src-shared/errors.ts';
import type { EventMessage, Reply } from '../../src-shared/ipc/contract.ts';

/** What crosses between the thread that serves windows and the thread that runs the application. */

export type ToEngine =
  | { readonly kind: 'request'; readonly id: number; readonly name: string; readonly params: unknown }
  /** The shell's answer to `cipher`; without text it could not be done. */
  | { readonly kind: 'cipher'; readonly id: number; readonly text: string | undefined }
  | { readonly kind: 'close' };

export type FromEngine =
  | { readonly kind: 'ready' }
  /** The application could not be built; the thread ends. */
  | { readonly kind: 'failed'; readonly error: ErrorRecord }
  | { readonly kind: 'reply'; readonly id: number; readonly reply: Reply<unknown> }
  | { readonly kind: 'event'; readonly message: EventMessage }
  /** Asks the shell to encrypt or decrypt with the system's key; base64 is what is encrypted. */
  | { readonly kind: 'cipher'; readonly id: number; readonly operation: 'encrypt' | 'decrypt'; readonly text: string }
  | { readonly kind: 'closed' };
