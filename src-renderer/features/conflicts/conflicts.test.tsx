import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src-shared/errors.ts';
import { type Conflict, conflictAnswers } from '../../../src-shared/model/transfer.ts';
import { createMemoryBridge, sampleTrees, testSession } from '../../testing/memoryBridge.ts';
import { installBrowserStubs, pane, renderApp } from '../../testing/renderApp.tsx';
import { testConflict } from './conflicts.testing.ts';

installBrowserStubs();

const conflict = testConflict({ to: { endpoint: 's1', path: '/incoming/file2.txt' } });

async function ask(asked: Partial<Conflict> = {}) {
  const memory = createMemoryBridge(sampleTrees(), { sessions: [testSession('s1')], right: { endpoint: 's1', path: '/' } });
  await renderApp(memory);
  await pane('Left').findByRole('row', { name: /^Documents/ });
  memory.on('conflict.answer', () => ({}));
  memory.on('conflict.compare', () => ({}));
  const tell = (more: Partial<Conflict>): void =>
    memory.emit({ event: 'conflicts.changed', payload: { conflicts: [{ ...conflict, ...asked, ...more }] } });
  tell({});
  return { memory, tell, dialog: within(await screen.findByRole('dialog', { name: 'File exists' })) };
}

const answers = {
  overwrite: 'Overwrite',
  newer: 'Overwrite if newer',
  size: 'Overwrite if size differs',
  resume: 'Resume',
  both: 'Keep both',
  skip: 'Skip',
  cancel: 'Cancel',
} as const;

describe('File exists', () => {
  for (const answer of conflictAnswers) {
    for (const forBatch of [false, true]) {
      it(`answers ${answer} ${forBatch ? 'for the whole batch' : 'singly'}`, async () => {
        const { dialog, memory } = await ask({ waiting: 2 });
        if (forBatch) fireEvent.click(dialog.getByRole('checkbox', { name: /^Do the same for all remaining in this batch/ }));
        fireEvent.click(dialog.getByRole('button', { name: answers[answer] }));
        await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
        expect(memory.asked.filter(({ name }) => name === 'conflict.answer').map(({ params }) => params)).toEqual([
          { conflict: 7, answer, forBatch },
        ]);
      });
    }
  }

  it('is answered with Cancel by Escape, and begins at Skip, which changes nothing', async () => {
    const { dialog, memory } = await ask();
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Skip')); // the dialog takes the focus when it has been painted
    fireEvent.keyDown(dialog.getByRole('button', { name: 'Skip' }), { key: 'Escape' });
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(memory.asked.at(-1)?.params).toEqual({ conflict: 7, answer: 'cancel', forBatch: false });
  });

  it('offers only what can be done', async () => {
    const { dialog } = await ask({
      target: { kind: 'directory', size: 0, modified: Number.NaN },
      comparable: false,
      answers: ['both', 'skip', 'cancel'],
    });
    expect(dialog.getByText(/A folder named “file2.txt” is already in \/incoming/)).toBeTruthy();
    expect(within(dialog.getByRole('region', { name: 'Already there' })).getByText('Folder')).toBeTruthy();
    expect(dialog.getAllByRole('button').map((button) => button.textContent)).toEqual(['Cancel', 'Skip', 'Keep both']);
    expect(dialog.queryByText(/contents/)).toBeNull();
  });

  it('compares the contents when asked to, and tells what came of it', async () => {
    const { dialog, memory, tell } = await ask();
    expect(dialog.getByText('The contents have not been compared.')).toBeTruthy();
    fireEvent.click(dialog.getByRole('button', { name: 'Compare contents' }));
    expect(dialog.getByText('Comparing…')).toBeTruthy();
    expect(memory.asked.at(-1)).toEqual({ name: 'conflict.compare', params: { conflict: 7 } });
    tell({ match: 'different', comparable: false, answers: ['overwrite', 'newer', 'size', 'both', 'skip', 'cancel'] });
    expect(await dialog.findByText('The contents differ.')).toBeTruthy();
    expect(dialog.queryByRole('button', { name: 'Resume' })).toBeNull();
    expect(dialog.queryByRole('button', { name: 'Compare contents' })).toBeNull();
  });

  it('says why a comparison failed, and stays', async () => {
    const { dialog, memory } = await ask();
    memory.on('conflict.compare', () => {
      throw new AppError('permission-denied', 'no', { path: '/incoming/file2.txt' });
    });
    fireEvent.click(dialog.getByRole('button', { name: 'Compare contents' }));
    expect((await dialog.findByRole('alert')).textContent).toContain('You don’t have permission for “file2.txt”');
    expect(dialog.getByRole('button', { name: 'Compare contents' })).toBeTruthy();
  });

  it('says when Resume adds the rest', async () => {
    const { dialog } = await ask({ match: 'beginning', comparable: false });
    expect(dialog.getByText('What is already there is the beginning of this file: Resume adds the rest.')).toBeTruthy();
  });
});
