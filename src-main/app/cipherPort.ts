import type { MessagePort } from 'node:worker_threads';
import { AppError } from '../../src-shared/errors.ts';
import type { SystemCipher } from '../sessions/secrets.ts';
import type { FromEngine, ToEngine } from './engineMessages.ts';

/** The system's encryption, which only the thread with the windows can use, seen from the engine's thread. */
export function cipherOver(port: MessagePort): SystemCipher {
  const waiting = new Map<number, (text: string | undefined) => void>();
  let last = 0;
  port.on('message', (message: ToEngine) => {
    if (message.kind !== 'cipher') return;
    waiting.get(message.id)?.(message.text);
    waiting.delete(message.id);
  });
  const ask = async (operation: 'encrypt' | 'decrypt', text: string): Promise<string> => {
    const id = ++last;
    const done = await new Promise<string | undefined>((resolve) => {
      waiting.set(id, resolve);
      const message: FromEngine = { kind: 'cipher', id, operation, text };
      port.postMessage(message);
    });
    if (done === undefined) throw new AppError('permission-denied', `the system could not ${operation} a key`);
    return done;
  };
  return { encrypt: (text) => ask('encrypt', text), decrypt: (sealed) => ask('decrypt', sealed) };
}
