import { AppError, toErrorRecord } from '../../src-shared/errors.ts';
import type { Reply } from '../../src-shared/ipc/contract.ts';
import { isRequestName, requestSchemas } from '../../src-shared/ipc/schema.ts';
import type { Backend, ShellHandlers, ShellRequestName } from '../app/backend.ts';

/** Answers one request of a page: never rejects, whatever was sent. */
export type Answer = (name: string, params: unknown) => Promise<Reply<unknown>>;

/** The shell's own requests are checked and served here, all others by the backend. */
export function answerWith(backend: Backend, handlers: ShellHandlers): Answer {
  return async (name, params) => {
    if (!isShellRequest(name)) return backend.request(name, params);
    try {
      return { ok: true, value: await serve(handlers, name, params) };
    } catch (error) {
      return { ok: false, error: toErrorRecord(error) };
    }
  };
}

function isShellRequest(name: string): name is ShellRequestName {
  return name.startsWith('shell.') && isRequestName(name);
}

async function serve(handlers: ShellHandlers, name: ShellRequestName, params: unknown): Promise<unknown> {
  const checked = requestSchemas[name].safeParse(params);
  if (!checked.success) throw new AppError('invalid-request', `${name}: the parameters are not of the agreed form`);
  // The schema and the handler are of the same name, which the type of a union can't tell.
  const handler = handlers[name] as (params: unknown) => Promise<unknown>;
  return handler(checked.data);
}
