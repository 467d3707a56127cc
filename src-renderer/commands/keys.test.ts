import { describe, expect, it } from 'vitest';
import { type Command, commandKeys, commands } from '../../src-shared/commands.ts';
import { defaultSettings, keyPresets } from '../../src-shared/model/settings.ts';
import { accelerator, bindingsOf, commandForKey, keyLabel, type KeyStroke } from './keys.ts';

function stroke(key: string, change: Partial<KeyStroke> = {}): KeyStroke {
  return { key, code: '', ctrlKey: false, altKey: false, shiftKey: false, metaKey: false, ...change };
}

describe('accelerators', () => {
  it('are written as in the command table', () => {
    expect(accelerator(stroke('a', { ctrlKey: true }), 'linux')).toBe('Ctrl+A');
    expect(accelerator(stroke('A', { ctrlKey: true, shiftKey: true }), 'linux')).toBe('Ctrl+Shift+A');
    expect(accelerator(stroke('ArrowUp', { altKey: true }), 'linux')).toBe('Alt+Up');
    expect(accelerator(stroke('*', { code: 'NumpadMultiply' }), 'linux')).toBe('Num*');
    expect(accelerator(stroke('F5'), 'linux')).toBe('F5');
  });

  it('take Command for Ctrl on a Mac', () => {
    expect(accelerator(stroke('r', { metaKey: true }), 'darwin')).toBe('Ctrl+R');
    expect(accelerator(stroke('r', { metaKey: true }), 'linux')).toBe('R');
  });

  it('know letters by their place where the layout writes others', () => {
    expect(accelerator(stroke('к', { code: 'KeyR', ctrlKey: true }), 'linux')).toBe('Ctrl+R');
  });

  it('are unique in the table', () => {
    const keys = (commands as readonly Command[]).flatMap((command) => command.keys ?? []);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('the command of a key', () => {
  it('is any in a list', () => {
    expect(commandForKey(stroke('Delete'), 'list', 'linux')).toBe('entry.delete');
    expect(commandForKey(stroke('Tab'), 'list', 'linux')).toBe('pane.other');
    expect(commandForKey(stroke('x'), 'list', 'linux')).toBeUndefined();
  });

  it('never takes what edits text out of a text field', () => {
    for (const key of ['Delete', 'Backspace', 'Enter', 'Tab'])
      expect(commandForKey(stroke(key), 'text', 'linux')).toBeUndefined();
    expect(commandForKey(stroke('a', { ctrlKey: true }), 'text', 'linux')).toBeUndefined();
    expect(commandForKey(stroke('Home', { altKey: true }), 'text', 'linux')).toBeUndefined();
    expect(commandForKey(stroke('F5'), 'text', 'linux')).toBe('transfer.copy');
    expect(commandForKey(stroke('r', { ctrlKey: true }), 'text', 'linux')).toBe('view.refresh');
  });

  it('leaves plain keys to buttons', () => {
    expect(commandForKey(stroke('Enter'), 'control', 'linux')).toBeUndefined();
    expect(commandForKey(stroke('Tab'), 'control', 'linux')).toBeUndefined();
    expect(commandForKey(stroke('F7'), 'control', 'linux')).toBe('entry.newFolder');
  });

  it('keeps the Tab key for the page', () => {
    expect(commandForKey(stroke('Tab'), 'page', 'linux')).toBeUndefined();
    expect(commandForKey(stroke('Backspace'), 'page', 'linux')).toBe('go.up');
  });
});

describe('the presets', () => {
  for (const keyPreset of keyPresets) {
    it(`give every key of ${keyPreset} to one command`, () => {
      const keys = commands.flatMap(({ id }) => commandKeys(id, { keyPreset, keys: {} }));
      expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
    });
  }

  it('have the keys of FileZilla where it differs', () => {
    const fileZilla = bindingsOf({ keyPreset: 'filezilla', keys: {} });
    const wanted = {
      'Ctrl+S': 'session.sites',
      'Ctrl+P': 'transfer.resumeAll',
      'Ctrl+Y': 'view.sync',
      'Ctrl+R': 'session.reconnect',
    };
    for (const [key, command] of Object.entries(wanted)) expect(fileZilla.get(key)).toBe(command);
    const commander = bindingsOf(defaultSettings);
    expect(commander.get('Ctrl+Shift+B')).toBe('view.sync');
    expect(commander.get('Ctrl+B')).toBe('go.bookmark');
  });

  it('differ, and yield to the keys of the user', () => {
    expect(bindingsOf({ keyPreset: 'filezilla', keys: {} }).get('F5')).toBe('view.refresh');
    const own = bindingsOf({ ...defaultSettings, keys: { 'view.refresh': ['F5'], 'go.home': [] } });
    expect(own.get('F5')).toBe('view.refresh');
    expect([...own.values()]).not.toContain('transfer.copy');
    expect([...own.values()]).not.toContain('go.home');
  });
});

describe('key labels', () => {
  it('read as on the keyboard', () => {
    expect(keyLabel('Ctrl+Shift+A', 'linux')).toBe('Ctrl+Shift+A');
    expect(keyLabel('Alt+Up', 'linux')).toBe('Alt+↑');
    expect(keyLabel('Ctrl+R', 'darwin')).toBe('⌘R');
  });
});
