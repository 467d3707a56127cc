import { EventEmitter } from 'node:events';

/** What the stand-in does not model must never look as if it worked: a test would then prove nothing about Electron. */
export class NotModelledError extends Error {
  override readonly name = 'NotModelledError';
  constructor(what: string) {
    super(`${what} is not modelled by the stand-in for Electron's runtime (e2e/standin)`);
  }
}

/** Names that the language and its tools look up on any object. */
const looked = new Set(['then', 'toJSON', 'inspect', 'nodeType', 'asymmetricMatch', '$$typeof', 'domain']);

/** `target` as it is, except that a property it does not have throws. `absent`: what Electron does not have on Linux either. */
export function loud<T extends object>(target: T, name: string, absent: readonly string[] = []): T {
  return new Proxy(target, {
    get(object, property, receiver) {
      if (typeof property === 'string' && !(property in object) && !looked.has(property) && !absent.includes(property)) {
        throw new NotModelledError(`${name}.${property}`);
      }
      return Reflect.get(object, property, receiver) as unknown;
    },
  });
}

/** A module of Electron of which nothing is modelled: importing it works, using it throws. */
export function absentModule(name: string): object {
  const construct = function (): never {
    throw new NotModelledError(`new ${name}()`);
  };
  return loud(construct, name);
}

export interface EventNames {
  /** Events that do occur here. */
  readonly emitted: readonly string[];
  /** Events of Electron that can not occur here, so that listening to them is harmless. */
  readonly silent: readonly string[];
}

/** An emitter that is loud about its properties and about listeners for events that are not modelled. */
export class LoudEmitter extends EventEmitter {
  constructor(name: string, events: EventNames, absent: readonly string[] = []) {
    super();
    super.on('newListener', (event: string | symbol) => {
      const known =
        typeof event === 'symbol' || ['removeListener', 'newListener', ...events.emitted, ...events.silent].includes(event);
      if (!known) throw new NotModelledError(`the event “${event}” of ${name}`);
    });
    return loud(this, name, absent);
  }
}

/** The first argument of Electron's events. */
export interface PreventableEvent {
  defaultPrevented: boolean;
  preventDefault(): void;
}

export function preventable<T extends object>(properties: T): T & PreventableEvent {
  const event = {
    ...properties,
    defaultPrevented: false,
    preventDefault() {
      event.defaultPrevented = true;
    },
  };
  return event;
}

export function report(problem: unknown): void {
  process.stderr.write(`[stand-in] ${problem instanceof Error ? (problem.stack ?? problem.message) : String(problem)}\n`);
}
