import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src-shared/errors.ts';
import type { Params, RequestName, Result } from '../../../src-shared/ipc/contract.ts';
import { createMemoryBridge, type MemoryBridge, sampleTrees, testPin, testSession } from '../../testing/memoryBridge.ts';
import { dialog, installBrowserStubs, list, names, openApp, pane, press, pressRow, renderApp } from '../../testing/renderApp.tsx';
import { testConflict } from '../conflicts/conflicts.testing.ts';

/** Answers that come late, and questions that come by themselves: neither may touch what the user is doing by then. */

installBrowserStubs();

interface Late<K extends RequestName> {
  answer(result: Result<K>): Promise<void>;
  refuse(error: AppError): Promise<void>;
}

/** A request that is answered when the test says so. */
function later<K extends RequestName>(memory: MemoryBridge, name: K): Late<K> {
  let settle: { resolve(result: Result<K>): void; reject(error: AppError): void } | undefined;
  const promise = new Promise<Result<K>>((resolve, reject) => {
    settle = { resolve, reject };
  });
  memory.on(name, (_params: Params<K>) => promise);
  return {
    answer: (result) => act(async () => settle?.resolve(result)),
    refuse: (error) => act(async () => settle?.reject(error)),
  };
}

async function isAsked(memory: MemoryBridge, name: RequestName): Promise<void> {
  await waitFor(() => expect(memory.asked.some((one) => one.name === name)).toBe(true));
}

function typeServer(connect: Awaited<ReturnType<typeof dialog>>): void {
  fireEvent.change(connect.getByRole('textbox', { name: 'Server' }), { target: { value: 'nas' } });
  fireEvent.click(connect.getByRole('button', { name: 'Connect' }));
}

/** Connects without a dialog. */
async function goToLink(): Promise<void> {
  press(list('Left'), 'l', { ctrlKey: true });
  const field = await pane('Left').findByRole('textbox', { name: 'Path' });
  fireEvent.change(field, { target: { value: 'ferry://nas/' } });
  press(field, 'Enter');
}

async function beginFolder() {
  press(list('Left'), 'F7');
  const make = await dialog('New folder');
  fireEvent.change(make.getByRole('textbox', { name: 'Name' }), { target: { value: 'Half' } });
  return make;
}

function isStillTyped(make: Awaited<ReturnType<typeof dialog>>): boolean {
  return make.getByRole<HTMLInputElement>('textbox', { name: 'Name' }).value === 'Half';
}

describe('a connection', () => {
  it('that was given up is not shown, and does not stay open', async () => {
    const memory = await openApp();
    const opened = later(memory, 'session.open');
    memory.on('session.close', () => ({}));
    press(list('Left'), 'n', { ctrlKey: true });
    const connect = await dialog('Connect');
    typeServer(connect);
    await isAsked(memory, 'session.open');
    fireEvent.click(connect.getByRole('button', { name: 'Cancel' }));
    const make = await beginFolder();
    await opened.answer({ session: testSession('s9'), path: '/' });
    expect(isStillTyped(make)).toBe(true);
    expect(memory.asked.findLast(({ name }) => name === 'session.close')?.params).toEqual({ session: 's9' });
    expect(memory.asked.some(({ name, params }) => name === 'listing.open' && JSON.stringify(params).includes('s9'))).toBe(false);
  });

  it('that was given up asks nothing', async () => {
    const memory = await openApp();
    const opened = later(memory, 'session.open');
    press(list('Left'), 'n', { ctrlKey: true });
    const connect = await dialog('Connect');
    typeServer(connect);
    await isAsked(memory, 'session.open');
    fireEvent.click(connect.getByRole('button', { name: 'Cancel' }));
    await opened.refuse(new AppError('identity-unknown', 'who?', { pin: testPin }));
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('leaves a dialog alone that was opened meanwhile', async () => {
    const memory = await openApp();
    const opened = later(memory, 'session.open');
    await goToLink();
    await isAsked(memory, 'session.open');
    const make = await beginFolder();
    await opened.answer({ session: testSession('s1'), path: '/' });
    await pane('Left').findByRole('row', { name: /^readme/, hidden: true });
    expect(isStillTyped(make)).toBe(true);
  });

  it('asks behind a dialog that was opened meanwhile', async () => {
    const memory = await openApp();
    const opened = later(memory, 'session.open');
    await goToLink();
    await isAsked(memory, 'session.open');
    const make = await beginFolder();
    await opened.refuse(new AppError('identity-unknown', 'who?', { pin: testPin }));
    expect(isStillTyped(make)).toBe(true);
    fireEvent.click(make.getByRole('button', { name: 'Cancel' }));
    await dialog('Unknown server');
  });
});

describe('a deletion whose dialog was closed', () => {
  async function closed() {
    const memory = await openApp();
    const removed = later(memory, 'entry.remove');
    pressRow('Left', /^file2/);
    press(list('Left'), 'Delete', { shiftKey: true });
    const ask = await dialog('Delete');
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Cancel'));
    fireEvent.click(ask.getByRole('button', { name: 'Delete for good' }));
    await isAsked(memory, 'entry.remove');
    fireEvent.click(ask.getByRole('button', { name: 'Close' }));
    return { removed, make: await beginFolder() };
  }

  it('closes no other', async () => {
    const { removed, make } = await closed();
    await removed.answer({ removed: 1 });
    expect(isStillTyped(make)).toBe(true);
  });

  it('tells that it failed', async () => {
    const { removed, make } = await closed();
    await removed.refuse(new AppError('permission-denied', 'no', { path: '/home/ana/file2.txt' }));
    expect(isStillTyped(make)).toBe(true);
    fireEvent.click(make.getByRole('button', { name: 'Cancel' }));
    await pane('Left').findByText(/You don’t have permission/);
  });
});

it('a native menu runs nothing behind a dialog', async () => {
  const memory = createMemoryBridge(sampleTrees(), { nativeMenu: true });
  memory.on('shell.menuState', () => ({}));
  await renderApp(memory);
  await pane('Left').findByRole('row', { name: /^Documents/ });
  const make = await beginFolder();
  act(() => memory.emit({ event: 'command.run', payload: { command: 'app.settings' } }));
  expect(isStillTyped(make)).toBe(true);
  const told = memory.asked.findLast(({ name }) => name === 'shell.menuState')?.params;
  expect(told).toMatchObject({ enabled: ['app.quit'] });
});

describe('a question of the queue', () => {
  const conflict = testConflict();

  async function startAsking(): Promise<{
    readonly memory: MemoryBridge;
    readonly ask: () => void;
    readonly answers: () => number;
  }> {
    const memory = await openApp();
    memory.on('conflict.answer', () => ({}));
    return {
      memory,
      ask: () => act(() => memory.emit({ event: 'conflicts.changed', payload: { conflicts: [conflict] } })),
      answers: () => memory.asked.filter(({ name }) => name === 'conflict.answer').length,
    };
  }

  it('waits for a name that is being typed', async () => {
    const { memory, ask } = await startAsking();
    pressRow('Left', /^file2/);
    press(list('Left'), 'F2');
    const field = within(list('Left')).getByRole('textbox', { name: 'Name' });
    fireEvent.change(field, { target: { value: 'fi' } });
    ask();
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(memory.asked.some(({ name }) => name === 'entry.rename')).toBe(false);
    press(field, 'Escape');
    await dialog('File exists');
    expect(names('Left')).toContain('file2.txt');
  });

  it('is not answered by the second press of a double click', async () => {
    const { ask, answers } = await startAsking();
    const at = { clientX: 300, clientY: 200 };
    fireEvent.pointerUp(list('Left'), at);
    ask();
    const exists = await dialog('File exists');
    const overwrite = exists.getByRole('button', { name: 'Overwrite' });
    fireEvent.pointerDown(overwrite, at);
    fireEvent.click(overwrite, { ...at, detail: 2 });
    expect(answers()).toBe(0);
    fireEvent.click(exists.getByRole('button', { name: 'Skip' }), { clientX: 100, clientY: 200 });
    await waitFor(() => expect(answers()).toBe(1));
  });

  it('is not answered by the end of a word, but as soon as the hands have rested', async () => {
    const { ask, answers } = await startAsking();
    press(list('Left'), 'd');
    ask();
    const exists = await dialog('File exists');
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Skip'));
    for (const key of ['o', ' ', 'Enter', 'Escape']) press(exists.getByRole('button', { name: 'Skip' }), key);
    expect(answers()).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 600));
    press(exists.getByRole('button', { name: 'Skip' }), 'Escape');
    await waitFor(() => expect(answers()).toBe(1));
  });
});
