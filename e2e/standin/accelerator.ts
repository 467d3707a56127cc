import type { KeyStroke } from './page/preloadWorld.ts';

const modifiers: Readonly<Record<string, 'control' | 'shift' | 'alt' | 'meta'>> = {
  cmdorctrl: 'control',
  commandorcontrol: 'control',
  ctrl: 'control',
  control: 'control',
  shift: 'shift',
  alt: 'alt',
  option: 'alt',
  meta: 'meta',
  super: 'meta',
};

/** Key codes of an accelerator that are not simply the character: the `key` or the `code` of the keyboard event. */
const keys: Readonly<Record<string, string>> = {
  plus: '+',
  space: ' ',
  esc: 'escape',
  return: 'enter',
  up: 'arrowup',
  down: 'arrowdown',
  left: 'arrowleft',
  right: 'arrowright',
  nummult: 'numpadmultiply',
  numadd: 'numpadadd',
  numsub: 'numpadsubtract',
  numdiv: 'numpaddivide',
  numdec: 'numpaddecimal',
};

const named =
  /^(escape|enter|tab|backspace|delete|insert|home|end|pageup|pagedown|arrow(up|down|left|right)|f([1-9]|1\d|2[0-4]))$/;

interface Accelerator {
  readonly stroke: Omit<KeyStroke, 'key' | 'code'>;
  /** In lower case, as `key` or `code` of a keyboard event tells it. */
  readonly key: string;
}

/** @throws Error for what Electron does not understand either */
export function parseAccelerator(text: string): Accelerator {
  const parts = text.toLowerCase().split('+');
  const last = parts.pop() ?? '';
  const stroke = { control: false, shift: false, alt: false, meta: false };
  for (const part of parts) {
    const modifier = modifiers[part];
    if (modifier === undefined) throw new Error(`“${text}” is not an accelerator: “${part}” is not a modifier`);
    stroke[modifier] = true;
  }
  const key = /^num\d$/.test(last) ? `numpad${last.slice(3)}` : (keys[last] ?? last);
  if (key.length !== 1 && !key.startsWith('numpad') && !named.test(key)) {
    throw new Error(`“${text}” is not an accelerator: “${last}” is not a key`);
  }
  return { stroke, key };
}

export function matches(text: string, stroke: KeyStroke): boolean {
  const accelerator = parseAccelerator(text);
  const code = stroke.code.toLowerCase();
  const pressed = [stroke.key.toLowerCase(), code, code.replace(/^(key|digit)/, '')];
  const held = (['control', 'shift', 'alt', 'meta'] as const).every(
    (modifier) => accelerator.stroke[modifier] === stroke[modifier],
  );
  return held && pressed.includes(accelerator.key);
}
