import { AppError, fromErrorRecord } from '../../src-shared/errors.ts';
import type { Bridge, EventMessage, Params, RequestName, Result } from '../../src-shared/ipc/contract.ts';

let current: Bridge | undefined;

/** Set once, before anything is shown. */
export function installBridge(bridge: Bridge): void {
  current = bridge;
}

/** Asks the main side. @throws AppError with the reply's code */
export async function request<K extends RequestName>(name: K, params: Params<K>): Promise<Result<K>> {
  if (current === undefined) throw new AppError('internal', 'the bridge is not there yet');
  const reply = await current.request(name, params);
  if (!reply.ok) throw fromErrorRecord(reply.error);
  return reply.value;
}

/** For requests whose failure changes nothing the user could act on. */
export function tell<K extends RequestName>(name: K, params: Params<K>): void {
  request(name, params).catch(() => undefined);
}

export function onEvent(listener: (message: EventMessage) => void): () => void {
  if (current === undefined) throw new AppError('internal', 'the bridge is not there yet');
  return current.onEvent(listener);
}

export function pathForFile(file: File): string | undefined {
  return current?.pathForFile(file);
}
