/** Permission bits as letters, `rwxr-x---`. */
export function permissionLetters(mode: number): string {
  return Array.from('rwxrwxrwx', (letter, at) => ((mode >> (8 - at)) & 1 ? letter : '-')).join('');
}

/** Three octal digits. */
export function permissionOctal(mode: number): string {
  return (mode & 0o777).toString(8).padStart(3, '0');
}
