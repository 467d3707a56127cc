import { spawn } from 'node:child_process';

/** Opens a page in the default browser; where there is none, or no display, nothing happens: the address is printed anyway. */
export function openBrowser(url: string): void {
  const opener = openerOf(process.platform);
  if (opener === undefined) return;
  const [command, ...args] = opener;
  const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}

function openerOf(platform: NodeJS.Platform): readonly [string, ...string[]] | undefined {
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  const display = process.env['WAYLAND_DISPLAY'] ?? process.env['DISPLAY'] ?? '';
  return display === '' ? undefined : ['xdg-open'];
}
