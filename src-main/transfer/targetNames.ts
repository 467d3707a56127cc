/** Names that a Windows disk refuses or reads as something else. */

const forbidden = /[<>:"\\|?*]|\p{Cc}/u;
const device = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)\s*(\.|$)/i;

/** Why the name can't stand on a Windows disk, or undefined when it can. */
export function windowsNameProblem(name: string): string | undefined {
  if (forbidden.test(name)) return 'Windows names can not contain < > : " \\ | ? * or control characters';
  if (/[. ]$/.test(name)) return 'Windows names can not end with a dot or a blank';
  if (device.test(name)) return 'Windows keeps this name for a device';
  return undefined;
}
