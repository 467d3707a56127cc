import type { ErrorRecord } from '../../src-shared/errors.ts';
import type { EventMessage, Reply } from '../../src-shared/ipc/contract.ts';

/** What the browser shell says over the WebSocket. It is the program that served this page, so its shape is trusted. */
export type ShellMessage =
  | { readonly welcome: { readonly session: string } }
  | { readonly id: number; readonly reply: Reply<unknown> }
  | EventMessage;

/** JSON has no NaN: an unknown date arrives as null. Looking at every value is slow, so it is done where there is one only. */
export function readShellMessage(text: string): ShellMessage {
  return (text.includes('"modified":null') ? JSON.parse(text, unknownDates) : JSON.parse(text)) as ShellMessage;
}

function unknownDates(key: string, value: unknown): unknown {
  return key === 'modified' && value === null ? Number.NaN : value;
}

export const lostReply: { readonly ok: false; readonly error: ErrorRecord } = {
  ok: false,
  error: { code: 'connection-lost', message: 'the connection to the application was lost' },
};
