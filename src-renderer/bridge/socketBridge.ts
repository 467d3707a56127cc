import type { Bridge, EventMessage, Reply } from '../../src-shared/ipc/contract.ts';
import type { LinkState } from './linkState.ts';
import { readListingMessage } from './listingMessage.ts';
import { isTooLong, lostReply, readShellMessage, tooLongReply } from './socketMessages.ts';

const refusedCode = 4401;
const sessionKey = 'ferry.session';
const shortestDelay = 250;
const longestDelay = 5000;

interface SocketBridgeOptions {
  readonly url: string;
  readonly token: string | undefined;
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  readonly onState: (state: LinkState) => void;
}

/**
 * The bridge of the browser shell. The first message signs in, with the link's token or, after a reload, with the session it was
 * exchanged for. A dropped socket is opened again with growing pauses; requests under way fail with `connection-lost`.
 */
export function createSocketBridge(options: SocketBridgeOptions): Bridge {
  const listeners = new Set<(message: EventMessage) => void>();
  const waiting = new Map<number, (reply: Reply<unknown>) => void>();
  const unsent: string[] = [];
  let token = options.token;
  let socket: WebSocket | undefined;
  let open = false;
  let refused = false;
  let delay = shortestDelay;
  let nextId = 1;

  const connect = (): void => {
    const opening = new WebSocket(options.url);
    socket = opening;
    opening.addEventListener('open', () => {
      const session = options.storage.getItem(sessionKey);
      const hello = token !== undefined ? { token } : { session: session ?? '' };
      opening.send(JSON.stringify({ hello }));
    });
    opening.binaryType = 'arraybuffer';
    opening.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
      const message = typeof data === 'string' ? readShellMessage(data) : readListingMessage(data);
      if ('welcome' in message) {
        options.storage.setItem(sessionKey, message.welcome.session);
        token = undefined;
        open = true;
        delay = shortestDelay;
        for (const text of unsent.splice(0)) opening.send(text);
        options.onState('open');
      } else if ('reply' in message) {
        waiting.get(message.id)?.(message.reply);
        waiting.delete(message.id);
      } else {
        for (const listener of listeners) listener(message);
      }
    });
    opening.addEventListener('close', (event) => {
      open = false;
      for (const settle of waiting.values()) settle(lostReply);
      waiting.clear();
      unsent.length = 0;
      if (event.code === refusedCode) {
        refused = true;
        options.storage.removeItem(sessionKey);
        options.onState('refused');
        return;
      }
      options.onState('lost');
      setTimeout(connect, delay);
      delay = Math.min(delay * 2, longestDelay);
    });
  };

  if (token === undefined && options.storage.getItem(sessionKey) === null) {
    refused = true;
    options.onState('refused');
  } else connect();

  return {
    request(name, params) {
      return new Promise((resolve) => {
        if (refused) return resolve(lostReply);
        const id = nextId++;
        const text = JSON.stringify({ id, name, params });
        if (isTooLong(text)) return resolve(tooLongReply);
        // The reply's shape is the contract's: the shell serves the same handlers as Electron's.
        waiting.set(id, resolve as (reply: Reply<unknown>) => void);
        if (open) socket?.send(text);
        else unsent.push(text);
      });
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    pathForFile: () => undefined,
  };
}
