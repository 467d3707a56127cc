import { type CommandId, commandKeys, findCommand } from '../../src-shared/commands.ts';
import type { Settings } from '../../src-shared/model/settings.ts';
import { getState } from '../store/store.ts';
import { keyLabel } from './keys.ts';

/** The key a menu shows for a command, as the platform writes it. */
export function commandKeyLabel(id: string, settings: Settings = getState().settings): string | undefined {
  const [key] = commandKeys(id, settings);
  return key === undefined ? undefined : keyLabel(key, getState().app?.platform ?? 'linux');
}

/** What a sentence says is to be pressed for a command: its key, or its name in the menu where the user has left it none. */
export function pressedFor(id: CommandId, settings?: Settings): string {
  return commandKeyLabel(id, settings) ?? `“${findCommand(id)?.title[getState().language] ?? ''}”`;
}
