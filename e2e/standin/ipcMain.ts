import { LoudEmitter } from './loud.ts';

export type InvokeHandler = (event: unknown, ...values: unknown[]) => unknown;

/** Channels are the application's own, so any event name may be listened to. */
export class IpcMain extends LoudEmitter {
  readonly #handlers = new Map<string, InvokeHandler>();

  constructor() {
    super('ipcMain', { emitted: [], silent: [] });
    this.removeAllListeners('newListener');
  }

  handle(channel: string, handler: InvokeHandler): void {
    if (this.#handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.#handlers.set(channel, handler);
  }
  handleOnce(channel: string, handler: InvokeHandler): void {
    this.handle(channel, (event, ...values) => {
      this.#handlers.delete(channel);
      return handler(event, ...values);
    });
  }
  removeHandler(channel: string): void {
    this.#handlers.delete(channel);
  }
  /** @internal */
  handlerOf(channel: string): InvokeHandler | undefined {
    return this.#handlers.get(channel);
  }
}

export const ipcMain = new IpcMain();
