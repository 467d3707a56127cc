import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach } from 'vitest';
import type { AppStart } from '../../src-shared/ipc/contract.ts';
import { App } from '../App.tsx';
import { installBridge } from '../bridge/bridge.ts';
import { dialogParts } from '../features/window/Dialogs.tsx';
import { linkChanged, start } from '../startup.ts';
import { initialState } from '../store/state.ts';
import { setState } from '../store/store.ts';
import { createMemoryBridge, type MemoryBridge, sampleTrees } from './memoryBridge.ts';

/** What jsdom lacks: sizes, the observers of sizes, and idleness. */
class NoObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

/** Call at the top of a test file that renders the application. */
export function installBrowserStubs(): void {
  beforeEach(() => {
    Object.assign(globalThis, {
      ResizeObserver: NoObserver,
      IntersectionObserver: NoObserver,
      requestIdleCallback: () => 0,
      cancelIdleCallback: () => undefined,
    });
    Object.defineProperties(HTMLElement.prototype, {
      offsetHeight: { configurable: true, get: () => 560 },
      offsetWidth: { configurable: true, get: () => 600 },
      clientHeight: { configurable: true, get: () => 560 },
    });
    Element.prototype.scrollTo = () => undefined;
    window.sessionStorage.clear();
    setState(initialState(), true);
  });
  afterEach(cleanup);
}

/** The whole application over a bridge in memory, when its first rows are there. */
export async function renderApp(memory: MemoryBridge): Promise<void> {
  installBridge(memory.bridge);
  await dialogParts.fetch();
  linkChanged('open');
  render(<App />);
  await start();
  await screen.findByRole('region', { name: 'Left pane' });
}

/** The whole application with the sample folders, when those of the left pane are there. */
export async function openApp(start: Partial<AppStart> = {}): Promise<MemoryBridge> {
  const memory = createMemoryBridge(sampleTrees(), start);
  await renderApp(memory);
  await pane('Left').findByRole('row', { name: /^Documents/ });
  return memory;
}

export async function dialog(name: string) {
  return within(await screen.findByRole('dialog', { name }));
}

export function pane(side: 'Left' | 'Right') {
  // A dialog hides the pane from assistive technology, and so from a query by role, until it is closed.
  return within(screen.getByRole('region', { name: `${side} pane`, hidden: true }));
}

export function list(side: 'Left' | 'Right'): HTMLElement {
  return pane(side).getByRole('grid', { name: 'Files', hidden: true });
}

/** The names in the rows, top to bottom. */
export function names(side: 'Left' | 'Right'): string[] {
  const rows = list(side).querySelectorAll('[data-row]');
  return [...rows]
    .sort((a, b) => Number(a.getAttribute('data-row')) - Number(b.getAttribute('data-row')))
    .map((row) => row.querySelector('.cell-name')?.textContent ?? '');
}

export function selectedNames(side: 'Left' | 'Right'): string[] {
  return pane(side)
    .queryAllByRole('row', { selected: true, hidden: true })
    .map((row) => row.querySelector('.cell-name')?.textContent ?? '');
}

/** The name under the cursor. */
export function cursorName(side: 'Left' | 'Right'): string | null | undefined {
  const id = list(side).getAttribute('aria-activedescendant');
  return id === null ? undefined : document.getElementById(id)?.querySelector('.cell-name')?.textContent;
}

export function press(target: Element, key: string, more: KeyboardEventInit = {}): void {
  fireEvent.keyDown(target, { key, ...more });
  fireEvent.keyUp(target, { key, ...more });
}

/** Presses the button on an element and goes as far as it takes to drag it. */
export function beginDrag(target: Element): void {
  fireEvent.pointerDown(target, { button: 0, buttons: 1, clientX: 100, clientY: 100 });
  fireEvent.mouseDown(target);
  dragTo(target, { clientX: 110 });
}

/** Goes over an element with the button down; by default somewhere inside the window. */
export function dragTo(target: Element, more: PointerEventInit = {}): void {
  fireEvent.pointerMove(target, { buttons: 1, clientX: 120, clientY: 120, ...more });
}

export function letGo(target: Element, more: PointerEventInit = {}): void {
  fireEvent.pointerUp(target, { button: 0, clientX: 120, clientY: 120, ...more });
  fireEvent.mouseUp(target);
  fireEvent.click(target, { detail: 1 });
}

export function pressRow(side: 'Left' | 'Right', name: RegExp, more: MouseEventInit = {}): void {
  const row = pane(side).getByRole('row', { name });
  fireEvent.mouseDown(row, more);
  fireEvent.mouseUp(row, more);
  fireEvent.click(row, { detail: 1, ...more });
}
