import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Preflight } from '../../../src-shared/model/preflight.ts';
import { createMemoryBridge, sampleTrees } from '../../testing/memoryBridge.ts';
import { installBrowserStubs, pane, renderApp } from '../../testing/renderApp.tsx';

installBrowserStubs();

const at = { id: 3, batch: 1, to: { endpoint: 's1', path: '/incoming' } } as const;
const names: Preflight = {
  ...at,
  kind: 'names',
  count: 1234,
  names: [
    { path: '/home/ana/a:b.txt', reason: 'windows', safe: 'a%3Ab.txt' },
    { path: '/home/ana/evil\u202egpj', reason: 'not-text', safe: 'evil%E2%80%AEgpj' },
  ],
};
const space: Preflight = { ...at, kind: 'space', needed: 5 * 1024 ** 3, available: 1024 ** 3 };

async function ask(question: Preflight, title: string) {
  const memory = createMemoryBridge(sampleTrees());
  await renderApp(memory);
  await pane('Left').findByRole('row', { name: /^Documents/ });
  memory.on('preflight.answer', () => ({}));
  memory.emit({ event: 'preflights.changed', payload: { preflights: [question] } });
  return { memory, dialog: within(await screen.findByRole('dialog', { name: title })) };
}

describe('before a transfer', () => {
  it.each([
    ['Skip these', 'skip'],
    ['Rename safely', 'rename'],
    ['Cancel', 'cancel'],
  ])('names are answered with %s', async (button, answer) => {
    const { dialog, memory } = await ask(names, 'Names that can’t be kept');
    fireEvent.click(dialog.getByRole('button', { name: button }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(memory.asked.at(-1)).toEqual({ name: 'preflight.answer', params: { preflight: 3, answer } });
  });

  it('names are listed with why and with what they would be, and the rest is counted', async () => {
    const { dialog } = await ask(names, 'Names that can’t be kept');
    expect(dialog.getByText(/^1,234 names can’t stand as they are in \/incoming/)).toBeTruthy();
    const items = dialog.getAllByRole('listitem').map((item) => item.textContent);
    expect(items[0]).toBe('a:b.txtnot allowed on Windows; would be a%3Ab.txt');
    expect(items[1]).toContain('evil\\u202Egpj');
    expect(items[2]).toBe('and 1,232 more');
    expect(dialog.getByText(/as % and two hexadecimal digits/)).toBeTruthy();
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Skip these')); // the dialog takes the focus when it has been painted
  });

  it.each([
    ['Continue anyway', 'continue'],
    ['Cancel', 'cancel'],
  ])('missing space is answered with %s', async (button, answer) => {
    const { dialog, memory } = await ask(space, 'Not enough space');
    expect(dialog.getByText(/^The copies need 5\S* GB, but only 1\S* GB can be used in \/incoming\.$/)).toBeTruthy();
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Cancel')); // the dialog takes the focus when it has been painted
    fireEvent.click(dialog.getByRole('button', { name: button }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(memory.asked.at(-1)).toEqual({ name: 'preflight.answer', params: { preflight: 3, answer } });
  });

  it('Escape is Cancel', async () => {
    const { memory } = await ask(space, 'Not enough space');
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Cancel'));
    fireEvent.keyDown(document.activeElement ?? document.body, { key: 'Escape' });
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(memory.asked.at(-1)?.params).toEqual({ preflight: 3, answer: 'cancel' });
  });
});
