import { act, cleanup, render, screen } from '@testing-library/react';
import { type ComponentType, StrictMode } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LatePart, useLatePart } from './latePart.ts';

const Greeting = () => <p>there</p>;

function Place({ part, wanted }: { readonly part: LatePart; readonly wanted: boolean }) {
  return useLatePart(part, wanted);
}

let whenIdle: (() => void)[] = [];
beforeEach(() => {
  whenIdle = [];
  vi.stubGlobal('requestIdleCallback', (run: () => void) => whenIdle.push(run));
  vi.stubGlobal('cancelIdleCallback', (handle: number) => (whenIdle[handle - 1] = () => undefined));
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it('comes when nothing else is to be done, once for all who want it', async () => {
  const load = vi.fn(async () => Greeting);
  const part = new LatePart(load);
  render(
    <StrictMode>
      <Place part={part} wanted={false} />
      <Place part={part} wanted={false} />
    </StrictMode>,
  );
  expect(load).not.toHaveBeenCalled();
  await act(async () => {
    for (const run of whenIdle) run();
  });
  expect(screen.getAllByText('there')).toHaveLength(2);
  expect(load).toHaveBeenCalledTimes(1);
});

it('comes at once when it is wanted, and is drawn without a wait when it has come', async () => {
  const part = new LatePart(async () => Greeting);
  const first = render(<Place part={part} wanted />);
  expect(screen.queryByText('there')).toBeNull();
  expect(await screen.findByText('there')).toBeTruthy();
  first.unmount();
  render(<Place part={part} wanted={false} />);
  expect(screen.getByText('there')).toBeTruthy();
});

it('is asked for again after it could not be had', async () => {
  const answers: (() => Promise<ComponentType>)[] = [() => Promise.reject(new Error('gone')), async () => Greeting];
  const part = new LatePart(() => answers.shift()?.() ?? Promise.reject(new Error('asked too often')));
  const { rerender } = render(<Place part={part} wanted />);
  await act(() => part.fetch());
  expect(screen.queryByText('there')).toBeNull();
  rerender(<Place part={part} wanted={false} />);
  rerender(<Place part={part} wanted />);
  expect(await screen.findByText('there')).toBeTruthy();
});
