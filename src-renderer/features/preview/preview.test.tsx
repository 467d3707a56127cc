import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../src-shared/errors.ts';
import { createMemoryBridge, sampleTrees, testSession } from '../../testing/memoryBridge.ts';
import { cursorName, installBrowserStubs, list, pane, press, pressRow, renderApp } from '../../testing/renderApp.tsx';

installBrowserStubs();
URL.createObjectURL = vi.fn(() => 'blob:made');
URL.revokeObjectURL = vi.fn();

async function start(contents: Readonly<Record<string, string>>) {
  const memory = createMemoryBridge(sampleTrees(), { sessions: [testSession('s1')], right: { endpoint: 's1', path: '/' } });
  let modified = 1;
  memory.on('entry.read', ({ location, offset, length }) => {
    const text = contents[location.path.split('/').pop() ?? ''];
    if (text === undefined) throw new AppError('permission-denied', 'no', { path: location.path });
    return { bytes: btoa(text.slice(offset, offset + length)), size: text.length, modified };
  });
  await renderApp(memory);
  await pane('Left').findByRole('row', { name: /^Documents/ });
  return {
    memory,
    touch: () => {
      modified++;
    },
  };
}

async function open(row: RegExp) {
  pressRow('Left', row);
  press(list('Left'), 'F3');
  return within(await screen.findByRole('dialog', { name: 'Preview' }));
}

describe('Preview', () => {
  it('shows text with its name, encoding and hidden characters', async () => {
    await start({ 'file2.txt': '\xef\xbb\xbfone\r\ntwo \x1b \xe2\x80\xae evil' });
    const dialog = await open(/^file2/);
    const text = await dialog.findByRole('region', { name: 'Text' });
    await waitFor(() => expect(text.textContent).toBe('one\ntwo \\x1B \\u202E evil'));
    expect(dialog.getByText('file2.txt')).toBeTruthy();
    expect(dialog.getByText(/UTF-8, with a byte order mark/)).toBeTruthy();
    expect([...text.querySelectorAll('.escaped')].map((part) => part.textContent)).toEqual(['\\x1B', '\\u202E']);
  });

  it('shows the bytes of anything, and goes to an offset', async () => {
    await start({ 'file2.txt': `\0\x01${'A'.repeat(100_000)}` });
    const dialog = await open(/^file2/);
    const hex = await dialog.findByRole('region', { name: 'Hex' });
    await waitFor(() => expect(hex.textContent).toContain('00 01 41 41'));
    fireEvent.keyDown(hex, { key: 'ArrowRight' });
    expect(dialog.getByText('Offset 0x00000001: 0x01')).toBeTruthy();
    fireEvent.keyDown(hex, { key: 'End' });
    await dialog.findByText('Offset 0x000186A1: 0x41');
    fireEvent.keyDown(hex, { key: 'g', ctrlKey: true });
    const field = dialog.getByRole('textbox', { name: 'Go to offset' });
    expect(document.activeElement).toBe(field);
    fireEvent.change(field, { target: { value: 'nowhere' } });
    fireEvent.submit(field);
    expect(dialog.getByRole('alert').textContent).toContain('0x1000');
    fireEvent.change(field, { target: { value: '0x1000' } });
    fireEvent.submit(field);
    await dialog.findByText('Offset 0x00001000: 0x41');
  });

  it('shows a picture, says that it is broken, and offers the bytes', async () => {
    await start({ 'file2.txt': '\x89PNG\r\n\x1a\nno picture' });
    const dialog = await open(/^file2/);
    const picture = await dialog.findByRole('img', { name: 'file2.txt' });
    expect(picture.getAttribute('src')).toBe('blob:made');
    fireEvent.error(picture);
    expect(dialog.getByRole('alert').textContent).toContain('damaged');
    fireEvent.click(dialog.getByRole('button', { name: 'Show the bytes' }));
    await dialog.findByRole('region', { name: 'Hex' });
  });

  it('walks from file to file, past folders, and the cursor goes along', async () => {
    await start({ 'file2.txt': 'two', 'file10.txt': 'ten' });
    const dialog = await open(/^file2/);
    await dialog.findByText('two');
    fireEvent.keyDown(dialog.getByRole('region', { name: 'Text' }), { key: 'n' });
    await dialog.findByText('ten');
    expect(cursorName('Left')).toBe('file10.txt');
    fireEvent.keyDown(dialog.getByRole('region', { name: 'Text' }), { key: 'ArrowLeft', altKey: true });
    await dialog.findByText('two');
    fireEvent.keyDown(dialog.getByRole('region', { name: 'Text' }), { key: 'F3' });
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('says what went wrong and reads again, also when the file changed meanwhile', async () => {
    const contents: Record<string, string> = {};
    const { touch } = await start(contents);
    const dialog = await open(/^file2/);
    expect((await dialog.findByRole('alert')).textContent).toContain('You don’t have permission for “file2.txt”');
    contents['file2.txt'] = '\0'.repeat(200_000);
    fireEvent.click(dialog.getByRole('button', { name: 'Try again' }));
    const hex = await dialog.findByRole('region', { name: 'Hex' });
    await waitFor(() => expect(hex.textContent).toContain('00 00'));
    touch();
    fireEvent.keyDown(hex, { key: 'End' });
    expect((await dialog.findByRole('alert')).textContent).toContain('has changed since');
    fireEvent.click(dialog.getByRole('button', { name: 'Read it again' }));
    await dialog.findByRole('region', { name: 'Hex' });
  });

  it('keeps the cursor in sight when the room turns out smaller than it was taken for', async () => {
    const observed: { element: Element; measure: () => void }[] = [];
    vi.stubGlobal(
      'ResizeObserver',
      class {
        readonly #measure: () => void;
        constructor(measure: () => void) {
          this.#measure = measure;
        }
        observe(element: Element): void {
          observed.push({ element, measure: this.#measure });
        }
        disconnect(): void {}
      },
    );
    await start({ 'file2.txt': '\0'.repeat(200_000) });
    const dialog = await open(/^file2/);
    const hex = await dialog.findByRole('region', { name: 'Hex' });
    fireEvent.keyDown(hex, { key: 'End' });
    await waitFor(() => expect(hex.textContent).toContain('00030D30'));
    Object.defineProperty(hex, 'clientHeight', { value: 200 });
    act(() => observed.find(({ element }) => element === hex)?.measure());
    expect(hex.querySelectorAll('.hex-row').length).toBeLessThan(32);
    expect(hex.textContent).toContain('00030D30');
  });

  it('offers a copy where parts of files can’t be read', async () => {
    const { memory } = await start({});
    memory.on('entry.read', ({ location }) => {
      throw new AppError('unsupported', 'no', { path: location.path });
    });
    const dialog = await open(/^file2/);
    fireEvent.click(await dialog.findByRole('button', { name: 'Copy to the other pane' }));
    await waitFor(() =>
      expect(memory.asked.find(({ name }) => name === 'transfer.enqueue')?.params).toMatchObject({
        from: [{ endpoint: 'local', path: '/home/ana/file2.txt' }],
        to: { endpoint: 's1', path: '/' },
      }),
    );
  });

  it('stops reading when it is closed, and shows the properties of a folder', async () => {
    const { memory } = await start({ 'file2.txt': `\x89PNG\r\n\x1a\n${'x'.repeat(3_000_000)}` });
    const dialog = await open(/^file2/);
    await dialog.findByText(/Reading the picture/);
    fireEvent.click(dialog.getByRole('button', { name: 'Close' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    const asked = memory.asked.length;
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
    expect(memory.asked.length - asked).toBeLessThanOrEqual(1);
    pressRow('Left', /^Documents/);
    press(list('Left'), 'F3');
    await screen.findByRole('dialog', { name: 'Properties' });
  });
});
