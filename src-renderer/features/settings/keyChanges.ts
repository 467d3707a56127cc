import { type Command, commandKeys, findCommand } from '../../../src-shared/commands.ts';
import type { Settings } from '../../../src-shared/model/settings.ts';
import { bindingsOf } from '../../commands/keys.ts';

/** Whether a key can be given to a command: one that the lists and the text fields have no use for. */
export function isAssignable(key: string): boolean {
  const last = key.split('+').at(-1) ?? '';
  if (['Control', 'Alt', 'Shift', 'Meta', 'AltGraph', 'Dead', 'Escape'].includes(last)) return false;
  if (/(^|\+)F\d{1,2}$/.test(key)) return !/^(Shift\+)?F10$/.test(key);
  if (/^Num[+*-]$/.test(key)) return true;
  if (/^(Ctrl\+)?(Shift\+)?(Up|Down|Left|Right|Home|End|PageUp|PageDown|Space|Insert)$/.test(key)) return false;
  return /^(Ctrl|Alt)\+/.test(key) || /^(Shift\+)?(Delete|Backspace|Enter|Tab)$/.test(key);
}

/** The command that has a key now, other than `id`. */
export function keyOwner(key: string, id: string, settings: Settings): Command | undefined {
  const owner = bindingsOf(settings).get(key);
  return owner === undefined || owner === id ? undefined : findCommand(owner);
}

/** Gives a key to a command alone. */
export function withKey(settings: Settings, id: string, key: string): Settings['keys'] {
  const owner = keyOwner(key, id, settings);
  const taken = owner === undefined ? {} : { [owner.id]: commandKeys(owner.id, settings).filter((other) => other !== key) };
  return { ...settings.keys, ...taken, [id]: [key] };
}

/** The preset's keys again. */
export function withoutOwnKeys(settings: Settings, id: string): Settings['keys'] {
  return Object.fromEntries(Object.entries(settings.keys).filter(([name]) => name !== id));
}
