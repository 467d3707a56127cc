import type { ErrorRecord } from '../../src-shared/errors.ts';
import { type EventMessage, longestRequest, type Reply } from '../../src-shared/ipc/contract.ts';

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

/** Such a message would cost the connection. */
export function isTooLong(text: string): boolean {
  // A character has three bytes at most.
  return text.length > longestRequest / 3 && new TextEncoder().encode(text).length > longestRequest;
}

export const tooLongReply: { readonly ok: false; readonly error: ErrorRecord } = {
  ok: false,
  error: { code: 'invalid-request', message: 'the request is longer than a message may be' },
};

export const lostReply: { readonly ok: false; readonly error: ErrorRecord } = {
  ok: false,
  error: { code: 'connection-lost', message: 'the connection to the application was lost' },
};
