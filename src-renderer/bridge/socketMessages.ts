import type { ErrorRecord } from '../../src-shared/errors.ts';
import type { EventMessage, Reply } from '../../src-shared/ipc/contract.ts';

/** What the browser shell says over the WebSocket. It is the program that served this page, so its shape is trusted. */
export type ShellMessage =
  | { readonly welcome: { readonly session: string } }
  | { readonly id: number; readonly reply: Reply<unknown> }
  | EventMessage;

/** JSON has no NaN: an unknown date arrives as null. */
export function readShellMessage(text: string): ShellMessage {
  return JSON.parse(text, (key, value: unknown) => (key === 'modified' && value === null ? Number.NaN : value)) as ShellMessage;
}

export const lostReply: { readonly ok: false; readonly error: ErrorRecord } = {
  ok: false,
  error: { code: 'connection-lost', message: 'the connection to the application was lost' },
};
