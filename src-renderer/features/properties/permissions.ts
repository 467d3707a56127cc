/** The bits of one entry, or of several together: those that are set everywhere, and those that are set here and not there. */
export interface PermissionBits {
  readonly on: number;
  readonly mixed: number;
}

export function bitsOf(modes: readonly number[]): PermissionBits {
  const everywhere = modes.reduce((bits, mode) => bits & mode, 0o777);
  const somewhere = modes.reduce((bits, mode) => bits | mode, 0);
  return { on: everywhere, mixed: somewhere & ~everywhere };
}

/** A mixed bit becomes set first. */
export function toggleBit({ on, mixed }: PermissionBits, bit: number): PermissionBits {
  return { on: (mixed & bit) !== 0 ? on | bit : on ^ bit, mixed: mixed & ~bit };
}

/** Letters, `rwxr-x---`; a mixed bit is `?`. */
export function permissionLetters({ on, mixed }: PermissionBits): string {
  return Array.from('rwxrwxrwx', (letter, at) => {
    const bit = 0o400 >> at;
    return (mixed & bit) !== 0 ? '?' : (on & bit) !== 0 ? letter : '-';
  }).join('');
}

/** Three octal digits; empty for mixed bits. */
export function permissionOctal({ on, mixed }: PermissionBits): string {
  return mixed === 0 ? on.toString(8).padStart(3, '0') : '';
}

/** Three octal digits, with or without a leading zero; undefined for anything else. */
export function parseOctal(text: string): PermissionBits | undefined {
  const digits = /^0?([0-7]{3})$/.exec(text.trim())?.[1];
  return digits === undefined ? undefined : { on: Number.parseInt(digits, 8), mixed: 0 };
}
