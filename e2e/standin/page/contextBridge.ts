export interface BridgeEnd {
  /** Puts a copy of `api` into the other world as the global `name`. */
  readonly expose: (name: string, api: unknown) => void;
}

/**
 * One end of the context bridge. The two worlds of a page share nothing but its DOM, so the ends talk by events on the window,
 * under a name the page does not know; an event's detail is cloned when it is read in the other world. Functions and promises
 * stay where they are: their numbers cross. Runs in the page from its source text: it must not refer to anything outside itself.
 */
export function bridgeEnd(side: 'main' | 'isolated', secret: string): BridgeEnd {
  type Failure = { readonly name: string; readonly message: string };
  type Message =
    | { readonly type: 'call'; readonly call: number; readonly target: number; readonly values: unknown }
    | { readonly type: 'returned'; readonly call: number; readonly value: unknown }
    | { readonly type: 'threw'; readonly call: number; readonly failure: Failure }
    | { readonly type: 'resolved'; readonly promise: number; readonly value: unknown }
    | { readonly type: 'rejected'; readonly promise: number; readonly failure: Failure }
    | { readonly type: 'expose'; readonly name: string; readonly value: unknown };
  type Answer = Extract<Message, { type: 'returned' | 'threw' }>;

  const mark = `${secret}kind`;
  const there = side === 'main' ? 'isolated' : 'main';
  const functions = new Map<number, (...values: unknown[]) => unknown>();
  const promises = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>();
  const answers = new Map<number, Answer>();
  let last = 0;

  const tell = (message: Message): void => {
    window.dispatchEvent(new CustomEvent(secret + there, { detail: message }));
  };
  const isPlain = (value: object): boolean => {
    const prototype: unknown = Object.getPrototypeOf(value);
    return prototype === null || prototype === Object.prototype;
  };
  const failureOf = (error: unknown): Failure =>
    error instanceof Error ? { name: error.name, message: error.message } : { name: 'Error', message: String(error) };
  const toError = (failure: Failure): Error => Object.assign(new Error(failure.message), { name: failure.name });

  const encode = (value: unknown): unknown => {
    if (typeof value === 'symbol') throw new TypeError('a symbol can not be sent over the context bridge');
    if (typeof value === 'function') {
      last += 1;
      functions.set(last, value as (...values: unknown[]) => unknown);
      return { [mark]: 'function', id: last };
    }
    if (typeof value !== 'object' || value === null) return value;
    if (value instanceof Promise) {
      last += 1;
      const promise = last;
      value.then(
        (result) => tell({ type: 'resolved', promise, value: encode(result) }),
        (error: unknown) => tell({ type: 'rejected', promise, failure: failureOf(error) }),
      );
      return { [mark]: 'promise', id: promise };
    }
    if (value instanceof Error) return { [mark]: 'error', failure: failureOf(value) };
    if (Array.isArray(value)) return value.map(encode);
    if (!isPlain(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, encode(inner)]));
  };

  const call = (target: number, values: unknown[]): unknown => {
    last += 1;
    const id = last;
    tell({ type: 'call', call: id, target, values: encode(values) });
    const answer = answers.get(id);
    answers.delete(id);
    if (answer === undefined) throw new Error('the context bridge had no answer');
    if (answer.type === 'threw') throw toError(answer.failure);
    return decode(answer.value, false);
  };
  const decode = (value: unknown, freeze: boolean): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) {
      const copy = value.map((inner) => decode(inner, freeze));
      return freeze ? Object.freeze(copy) : copy;
    }
    if (!isPlain(value)) return value;
    const marked = value as { readonly [key: string]: unknown };
    const id = Number(marked['id']);
    switch (marked[mark]) {
      case 'function': {
        const proxy = (...values: unknown[]): unknown => call(id, values);
        return freeze ? Object.freeze(proxy) : proxy;
      }
      case 'promise':
        return new Promise((resolve, reject) => promises.set(id, { resolve, reject }));
      case 'error':
        return toError(marked['failure'] as Failure);
      default: {
        const copy = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, decode(inner, freeze)]));
        return freeze ? Object.freeze(copy) : copy;
      }
    }
  };

  const answerTo = (message: Extract<Message, { type: 'call' }>): Answer => {
    try {
      const result = functions.get(message.target)?.(...(decode(message.values, false) as unknown[]));
      return { type: 'returned', call: message.call, value: encode(result) };
    } catch (error) {
      return { type: 'threw', call: message.call, failure: failureOf(error) };
    }
  };

  window.addEventListener(secret + side, (event) => {
    const message = (event as CustomEvent<Message>).detail;
    switch (message.type) {
      case 'call':
        tell(answerTo(message));
        break;
      case 'returned':
      case 'threw':
        answers.set(message.call, message);
        break;
      case 'resolved':
        promises.get(message.promise)?.resolve(decode(message.value, false));
        promises.delete(message.promise);
        break;
      case 'rejected':
        promises.get(message.promise)?.reject(toError(message.failure));
        promises.delete(message.promise);
        break;
      case 'expose':
        Object.defineProperty(window, message.name, { value: decode(message.value, true), enumerable: true });
        break;
    }
  });

  return {
    expose(name, api) {
      tell({ type: 'expose', name, value: encode(api) });
    },
  };
}
