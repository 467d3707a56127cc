import { type ComponentType, createElement, type ReactElement, useEffect, useSyncExternalStore } from 'react';

/** A part of the page that the first picture does without: its script comes when the window stands, or as soon as it is wanted. */
export class LatePart {
  private present: ReactElement | null = null;
  private fetching: Promise<void> | undefined;
  private readonly listeners = new Set<() => void>();
  private readonly load: () => Promise<ComponentType>;

  constructor(load: () => Promise<ComponentType>) {
    this.load = load;
  }

  /** Never rejects: what could not be had is asked for again by whoever wants it next. */
  readonly fetch = (): Promise<void> => {
    this.fetching ??= this.load().then(
      (component) => {
        this.present = createElement(component);
        for (const listener of this.listeners) listener();
      },
      () => {
        this.fetching = undefined;
      },
    );
    return this.fetching;
  };

  readonly element = (): ReactElement | null => this.present;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
}

/** Milliseconds after which an interface that is never idle fetches its late parts all the same. */
const longestWait = 3000;

/** Null until the part has come; from then on it is there at the first render. */
export function useLatePart(part: LatePart, wanted: boolean): ReactElement | null {
  const element = useSyncExternalStore(part.subscribe, part.element);
  useEffect(() => {
    if (wanted) void part.fetch();
  }, [part, wanted]);
  useEffect(() => {
    const handle = requestIdleCallback(() => void part.fetch(), { timeout: longestWait });
    return () => cancelIdleCallback(handle);
  }, [part]);
  return element;
}
