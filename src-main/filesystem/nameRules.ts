import type { NameRules } from '../../src-shared/model/preflight.ts';

/** Names of any bytes, each its own. */
export const bytesAsNames: NameRules = {
  windows: false,
  noWhiteSpace: false,
  textOnly: false,
  ignoresCase: false,
  normalizes: false,
  longInUnits: false,
};

/** What a platform's disks make of names, as they come. */
export function nameRulesOf(platform: NodeJS.Platform): NameRules {
  switch (platform) {
    case 'win32':
      return { ...bytesAsNames, windows: true, textOnly: true, ignoresCase: true, longInUnits: true };
    case 'darwin':
      return { ...bytesAsNames, textOnly: true, ignoresCase: true, normalizes: true };
    default:
      return bytesAsNames;
  }
}
