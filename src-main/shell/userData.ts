import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where settings, the identity and the queue are kept unless `--user-data` says otherwise: the same folder for every shell. */
export function defaultUserData(platform: NodeJS.Platform = process.platform, env: NodeJS.ProcessEnv = process.env): string {
  if (platform === 'win32') return join(env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Ferry');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Ferry');
  const config = env['XDG_CONFIG_HOME'];
  return join(config !== undefined && config.startsWith('/') ? config : join(homedir(), '.config'), 'ferry');
}
