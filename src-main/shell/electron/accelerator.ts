/** A key of the command table in Electron's writing, which differs for the keypad. */
export function toAccelerator(key: string): string {
  const parts = key.split('+').filter((part) => part !== '');
  const last = key.endsWith('+') ? `${parts.pop() ?? ''}+` : (parts.pop() ?? '');
  return [...parts, keypad[last] ?? last].join('+');
}

const keypad: Readonly<Record<string, string>> = { 'Num*': 'nummult', 'Num+': 'numadd', 'Num-': 'numsub', 'Num/': 'numdiv' };
