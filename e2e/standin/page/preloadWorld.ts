import type { bridgeEnd } from './contextBridge.ts';
import type { Encoded, valueCodec } from './values.ts';

/** From the page to the stand-in. */
export type PageMessage =
  | { readonly type: 'invoke'; readonly id: number; readonly channel: string; readonly values: readonly Encoded[] }
  | { readonly type: 'send'; readonly channel: string; readonly values: readonly Encoded[] }
  | { readonly type: 'key'; readonly stroke: KeyStroke }
  | {
      readonly type: 'window-open';
      readonly content: { readonly url: string; readonly frameName: string; readonly features: string };
    }
  | { readonly type: 'clipboard'; readonly content: string }
  | { readonly type: 'preload-error'; readonly message: string };

/** From the stand-in to the page. */
export type HostMessage =
  | { readonly type: 'reply'; readonly id: number; readonly value: Encoded }
  | { readonly type: 'failed'; readonly id: number; readonly message: string }
  | { readonly type: 'send'; readonly channel: string; readonly values: readonly Encoded[] };

export interface KeyStroke {
  readonly key: string;
  readonly code: string;
  readonly control: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
}

export interface PreloadEnvironment {
  readonly platform: string;
  readonly arch: string;
  readonly versions: Readonly<Record<string, string | undefined>>;
  readonly argv: readonly string[];
}

type Preload = (require: unknown, module: unknown, exports: unknown, process: unknown) => void;
type Listener = (event: unknown, ...values: unknown[]) => void;

/**
 * The isolated world of a sandboxed preload script: `ipcRenderer`, `contextBridge` and `webUtils` for it, nothing of Node.
 * `<secret>post` is a binding to the stand-in, `<secret>receive` what the stand-in calls. Runs in the page from its source text: it
 * must not refer to anything outside itself.
 */
export function preloadWorld(
  secret: string,
  makeCodec: typeof valueCodec,
  makeBridgeEnd: typeof bridgeEnd,
  environment: PreloadEnvironment,
  preload: Preload | undefined,
): void {
  if (window !== window.top) return;
  const globals = globalThis as unknown as { [name: string]: unknown };
  const codec = makeCodec();
  const bridge = makeBridgeEnd('isolated', secret);
  const post = (message: PageMessage): void => (globals[`${secret}post`] as (text: string) => void)(JSON.stringify(message));
  const missing = (what: string): Error =>
    new Error(`${what} is not modelled by the stand-in for Electron's runtime (e2e/standin)`);
  const only = (name: string, members: object): object =>
    new Proxy(members, {
      get(target, property, receiver) {
        if (typeof property === 'string' && !(property in target) && property !== 'then') throw missing(`${name}.${property}`);
        return Reflect.get(target, property, receiver) as unknown;
      },
    });

  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const listeners = new Map<string, { readonly listener: Listener; readonly once: boolean }[]>();
  let last = 0;
  const remove = (channel: string, listener: unknown): void => {
    const kept = (listeners.get(channel) ?? []).filter((entry) => entry.listener !== listener);
    listeners.set(channel, kept);
  };
  const add = (channel: string, listener: Listener, once: boolean): void => {
    listeners.set(channel, [...(listeners.get(channel) ?? []), { listener, once }]);
  };
  const ipcRenderer: object = only('ipcRenderer', {
    invoke: (channel: string, ...values: unknown[]) =>
      new Promise((resolve, reject) => {
        last += 1;
        const encoded = values.map(codec.encode);
        waiting.set(last, { resolve, reject });
        post({ type: 'invoke', id: last, channel, values: encoded });
      }),
    send: (channel: string, ...values: unknown[]) => post({ type: 'send', channel, values: values.map(codec.encode) }),
    on: (channel: string, listener: Listener) => (add(channel, listener, false), ipcRenderer),
    once: (channel: string, listener: Listener) => (add(channel, listener, true), ipcRenderer),
    off: (channel: string, listener: Listener) => (remove(channel, listener), ipcRenderer),
    addListener: (channel: string, listener: Listener) => (add(channel, listener, false), ipcRenderer),
    removeListener: (channel: string, listener: Listener) => (remove(channel, listener), ipcRenderer),
    removeAllListeners: (channel: string) => (listeners.delete(channel), ipcRenderer),
  });

  globals[`${secret}receive`] = (message: HostMessage): void => {
    if (message.type === 'send') {
      for (const { listener, once } of listeners.get(message.channel) ?? []) {
        if (once) remove(message.channel, listener);
        listener({ sender: ipcRenderer, senderId: 0, ports: [] }, ...message.values.map(codec.decode));
      }
      return;
    }
    const request = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.type === 'reply') request?.resolve(codec.decode(message.value));
    else request?.reject(new Error(message.message));
  };

  const webUtils = only('webUtils', {
    getPathForFile(file: unknown) {
      if (!(file instanceof File)) throw new TypeError('getPathForFile expects a File');
      globals[`${secret}file`] = file;
      globals[`${secret}path`] = '';
      // The answer is needed at once: the stand-in puts it into place while the page is stopped here.
      // oxlint-disable-next-line no-debugger
      debugger;
      delete globals[`${secret}file`];
      return globals[`${secret}path`];
    },
  });
  const contextBridge = only('contextBridge', { exposeInMainWorld: bridge.expose });
  const electron = only('electron', { contextBridge, ipcRenderer, webUtils });
  const require = (name: string): unknown => {
    if (name === 'electron' || name === 'electron/renderer' || name === 'electron/common') return electron;
    throw new Error(`module not found: ${name}`);
  };

  // Menu accelerators come after the page, and only when it did not take the key.
  window.addEventListener(
    'keydown',
    (event) => {
      setTimeout(() => {
        if (event.defaultPrevented) return;
        const { key, code, ctrlKey: control, shiftKey: shift, altKey: alt, metaKey: meta } = event;
        post({ type: 'key', stroke: { key, code, control, shift, alt, meta } });
      });
    },
    true,
  );
  window.addEventListener(`${secret}tell`, (event) => {
    const { kind, content } = (event as CustomEvent<{ kind: 'window-open' | 'clipboard'; content: never }>).detail;
    post({ type: kind, content });
  });

  const module = { exports: {} };
  const sandboxed = { ...environment, env: {}, type: 'renderer', sandboxed: true, contextIsolated: true };
  try {
    preload?.(require, module, module.exports, only('process', sandboxed));
  } catch (error) {
    post({ type: 'preload-error', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}
