import type { MessagePort } from 'node:worker_threads';
import { toErrorRecord } from '../../src-shared/errors.ts';
import type { Backend } from './backend.ts';
import type { FromEngine, ToEngine } from './engineMessages.ts';

/** Serves a backend over a port until `close` is asked; the port is closed then, and the thread has nothing left to do. */
export async function serveEngine(port: MessagePort, create: () => Promise<Backend>): Promise<void> {
  const send = (message: FromEngine): void => port.postMessage(message);
  let backend: Backend;
  try {
    backend = await create();
  } catch (error) {
    send({ kind: 'failed', error: toErrorRecord(error) });
    port.close();
    return;
  }
  const unsubscribe = backend.onEvent((message) => send({ kind: 'event', message }));
  port.on('message', (message: ToEngine) => {
    if (message.kind === 'request') void answer(backend, message, send);
    else if (message.kind === 'close') {
      void closeBackend(backend).finally(() => {
        unsubscribe();
        send({ kind: 'closed' });
        port.close();
      });
    }
  });
  send({ kind: 'ready' });
}

async function answer(
  backend: Backend,
  { id, name, params }: Extract<ToEngine, { kind: 'request' }>,
  send: (message: FromEngine) => void,
): Promise<void> {
  try {
    send({ kind: 'reply', id, reply: await backend.request(name, params) });
  } catch (error) {
    // A backend never rejects; this is a value that can't be cloned, or a defect.
    send({ kind: 'reply', id, reply: { ok: false, error: { code: 'internal', message: toErrorRecord(error).message } } });
  }
}

async function closeBackend(backend: Backend): Promise<void> {
  try {
    await backend.close();
  } catch {
    // The thread ends either way.
  }
}
