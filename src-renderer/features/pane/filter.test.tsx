import { fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import {
  cursorName,
  installBrowserStubs,
  list,
  names,
  openApp,
  pane,
  press,
  pressRow,
  selectedNames,
} from '../../testing/renderApp.tsx';

installBrowserStubs();

const field = () => pane('Left').getByRole<HTMLInputElement>('searchbox', { name: 'Filter' });
const type = (value: string): void => void fireEvent.change(field(), { target: { value } });

describe('the filter', () => {
  it('is reached with Ctrl+F, narrows with each letter, and Escape clears it', async () => {
    await openApp();
    pressRow('Left', /^résumé/);
    press(list('Left'), 'f', { ctrlKey: true });
    expect(document.activeElement).toBe(field());
    type('file');
    expect(names('Left')).toEqual(['file2.txt', 'file10.txt']);
    expect(pane('Left').getByText('2 of 8 items')).toBeTruthy();
    type('*.gz');
    expect(names('Left')).toEqual(['archive.tar.gz']);
    press(field(), 'Escape');
    expect(names('Left')).toHaveLength(8);
    expect(selectedNames('Left')).toEqual(['résumé.pdf']);
    expect(cursorName('Left')).toBe('résumé.pdf');
    expect(document.activeElement).toBe(list('Left'));
  });

  it('leads into the rows with Enter, and is cleared from there with Escape', async () => {
    await openApp();
    type('file');
    press(field(), 'Enter');
    expect(cursorName('Left')).toBe('file2.txt');
    press(list('Left'), 'Escape');
    expect(names('Left')).toHaveLength(8);
  });

  it('says that nothing fits, and is gone in the next folder', async () => {
    await openApp();
    type('zzz');
    expect(pane('Left').getByText('Nothing matches “zzz”')).toBeTruthy();
    fireEvent.click(within(document.querySelector<HTMLElement>('.pane-message') ?? document.body).getByRole('button'));
    type('doc');
    fireEvent.doubleClick(pane('Left').getByRole('row', { name: /^Documents/ }));
    await pane('Left').findByRole('row', { name: /^letter/ });
    expect(field().value).toBe('');
  });
});

describe('selecting by pattern', () => {
  it('adds with Num +, takes out with Num -', async () => {
    await openApp();
    pressRow('Left', /^Music/);
    press(list('Left'), '+', { code: 'NumpadAdd' });
    const select = within(await screen.findByRole('dialog', { name: 'Select by pattern' }));
    fireEvent.change(select.getByRole('textbox', { name: 'Pattern' }), { target: { value: 'file*; *.pdf' } });
    expect(select.getByText('3 items match')).toBeTruthy();
    fireEvent.click(select.getByRole('button', { name: 'Select' }));
    expect(selectedNames('Left')).toEqual(['Music', 'file2.txt', 'file10.txt', 'résumé.pdf']);
    press(list('Left'), '-', { code: 'NumpadSubtract' });
    const unselect = within(await screen.findByRole('dialog', { name: 'Unselect by pattern' }));
    fireEvent.change(unselect.getByRole('textbox', { name: 'Pattern' }), { target: { value: '*1*' } });
    fireEvent.click(unselect.getByRole('button', { name: 'Unselect' }));
    expect(selectedNames('Left')).toEqual(['Music', 'file2.txt', 'résumé.pdf']);
  });
});
