import type { IncomingMessage } from 'node:http';

/**
 * Whether a request was meant for this server by a page of this server. A page from elsewhere that has its own name resolve to
 * 127.0.0.1 (DNS rebinding) gives itself away by Host, one that simply connects by Origin.
 * @param port the one listened on
 * @param needsOrigin a WebSocket upgrade: browsers always send Origin with it
 */
export function isOwnRequest(request: Pick<IncomingMessage, 'headers'>, port: number, needsOrigin: boolean): boolean {
  const { host, origin } = request.headers;
  if (host === undefined || !ownHosts(port).includes(host)) return false;
  if (origin === undefined) return !needsOrigin;
  return origin === `http://${host}`;
}

function ownHosts(port: number): readonly string[] {
  const names = ['127.0.0.1', 'localhost'];
  // A browser leaves the default port out.
  return names.flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`]));
}
