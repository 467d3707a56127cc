import { type Command, type CommandId, commandKeys, commands, isCommandId } from '../../src-shared/commands.ts';
import { defaultSettings, type Settings } from '../../src-shared/model/settings.ts';

export type KeyPlatform = 'linux' | 'darwin' | 'win32';

/** What of a keyboard event decides. */
export interface KeyStroke {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
}

/** Where the key went down: the list of a pane, a text field, another control, or nothing in particular. */
export type KeyPlace = 'list' | 'text' | 'control' | 'page';

/** The accelerator of a stroke, in the writing of the command table: `Ctrl+Shift+A`, `Alt+Up`, `Num*`. */
export function accelerator(stroke: KeyStroke, platform: KeyPlatform): string {
  const control = stroke.ctrlKey || (platform === 'darwin' && stroke.metaKey);
  const parts = [control ? 'Ctrl' : '', stroke.altKey ? 'Alt' : '', stroke.shiftKey ? 'Shift' : ''].filter((part) => part !== '');
  return [...parts, keyName(stroke)].join('+');
}

function keyName({ key, code }: KeyStroke): string {
  if (code === 'NumpadMultiply') return 'Num*';
  if (code === 'NumpadAdd') return 'Num+';
  if (code === 'NumpadSubtract') return 'Num-';
  if (key.startsWith('Arrow')) return key.slice(5);
  if (key === ' ') return 'Space';
  // With Ctrl or Alt, layouts that do not write Latin letters still have the letter's place on the keyboard.
  if (/^Key[A-Z]$/.test(code) && !/^[a-z]$/i.test(key)) return code.slice(3);
  return key.length === 1 ? key.toUpperCase() : key;
}

export type Bindings = ReadonlyMap<string, CommandId>;

/** Which command a key stands for. A key that the user gave to a command is taken away from the others. */
export function bindingsOf(settings: Pick<Settings, 'keyPreset' | 'keys'>): Bindings {
  const bindings = new Map<string, CommandId>();
  const own = ({ id }: Command): boolean => Object.hasOwn(settings.keys, id);
  const ordered = [...(commands as readonly Command[])].sort((a, b) => Number(own(b)) - Number(own(a)));
  for (const { id } of ordered) {
    for (const key of commandKeys(id, settings)) if (isCommandId(id) && !bindings.has(key)) bindings.set(key, id);
  }
  return bindings;
}

const standard = bindingsOf(defaultSettings);

/** Keys that edit text or work a control: there they keep their meaning. */
const editing = new Set([
  'Ctrl+A',
  'Ctrl+C',
  'Ctrl+V',
  'Ctrl+X',
  'Ctrl+Z',
  'Ctrl+Y',
  'Ctrl+D',
  'Ctrl+H',
  'Alt+Left',
  'Alt+Right',
]);

/** The command a stroke stands for at a place, if any. Plain keys belong to the list alone. */
export function commandForKey(
  stroke: KeyStroke,
  place: KeyPlace,
  platform: KeyPlatform,
  bindings: Bindings = standard,
): CommandId | undefined {
  const name = accelerator(stroke, platform);
  const id = bindings.get(name);
  if (id === undefined) return undefined;
  if (place === 'list') return id;
  const functionKey = /(^|\+)F\d{1,2}$/.test(name);
  const modified = stroke.ctrlKey || stroke.altKey || stroke.metaKey;
  if (place === 'text')
    return functionKey || (modified && !editing.has(name) && !/(Left|Right|Up|Down|Home|End)$/.test(name)) ? id : undefined;
  if (place === 'control') return functionKey || modified ? id : undefined;
  return name === 'Tab' || name === 'Enter' ? undefined : id;
}

const macSymbols: Readonly<Record<string, string>> = { Ctrl: '⌘', Alt: '⌥', Shift: '⇧' };
const keySymbols: Readonly<Record<string, string>> = {
  Up: '↑',
  Down: '↓',
  Left: '←',
  Right: '→',
  Delete: 'Del',
  Backspace: '⌫',
  Enter: '↵',
};

/** An accelerator as a menu shows it. */
export function keyLabel(key: string, platform: KeyPlatform): string {
  const parts = key.split('+');
  if (platform === 'darwin') return parts.map((part) => macSymbols[part] ?? keySymbols[part] ?? part).join('');
  return parts.map((part) => (part === 'Backspace' || part === 'Enter' ? part : (keySymbols[part] ?? part))).join('+');
}
