import { AppError } from '../errors.ts';
import { decodeName, encodeName, isEncodable } from './nameBytes.ts';
import { checkPath } from './path.ts';

/** A running file system as the interface names it: `local`, or the id of an open session. */
export type EndpointId = string;

export const localEndpoint: EndpointId = 'local';

/** Where an entry is. */
export interface Location {
  readonly endpoint: EndpointId;
  readonly path: string;
}

/** What is needed to reach a server. `pin` is base64url of the SHA-256 of the server's public key (SPKI), 43 characters. */
export interface Endpoint {
  readonly kind: 'native' | 'classic';
  readonly host: string;
  readonly port: number;
  readonly pin?: string | undefined;
}

/** A location URL, taken apart. The token is a secret: it goes inward only and is never printed or logged. */
export interface RemoteUrl {
  readonly endpoint: Endpoint;
  readonly path: string;
  readonly token?: string | undefined;
}

export const defaultPort = 12345;

const unreserved = /[A-Za-z0-9\-._~!$&'()*+,;=:@/]/;

/** Percent-encodes a path for a URL, byte by byte; `/` stays. */
export function encodePath(path: string): string {
  let out = '';
  for (const byte of encodeName(path)) {
    const character = String.fromCharCode(byte);
    out += byte < 0x80 && unreserved.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return out;
}

/** The inverse of encodePath. @throws AppError `invalid-request` for a bad percent sign */
export function decodePath(text: string): string {
  const bytes: number[] = [];
  for (let i = 0; i < text.length; ) {
    if (text[i] === '%') {
      const hex = text.slice(i + 1, i + 3);
      if (!/^[0-9a-fA-F]{2}$/.test(hex)) throw new AppError('invalid-request', `“${text}” has a stray percent sign`);
      bytes.push(Number.parseInt(hex, 16));
      i += 3;
    } else {
      const character = String.fromCodePoint(text.codePointAt(i) ?? 0);
      bytes.push(...encodeName(character));
      i += character.length;
    }
  }
  return decodeName(Uint8Array.from(bytes));
}

export function isRemoteUrl(text: string): boolean {
  return /^(ferry|classic):\/\//i.test(text.trim());
}

/**
 * Parses `ferry://host:port/path#pin=…&token=…` or `classic://host:port/name`. A missing port is 12345, a missing path `/`.
 * @throws AppError `invalid-request`, `name-invalid`
 */
export function parseRemoteUrl(text: string): RemoteUrl {
  const match = /^(ferry|classic):\/\/(\[[0-9a-fA-F:.]+\]|[^/:#?@[\]\s]+)(?::(\d{1,5}))?(\/[^#]*)?(?:#(.*))?$/i.exec(text.trim());
  if (match === null) {
    throw new AppError('invalid-request', 'not a location: expected ferry://host:port/path or classic://host:port/name');
  }
  const [, scheme = '', rawHost = '', rawPort, rawPath = '/', fragment = ''] = match;
  const port = rawPort === undefined ? defaultPort : Number(rawPort);
  if (port < 1 || port > 65535) throw new AppError('invalid-request', `${rawPort} is not a port number`);
  const path = decodePath(rawPath);
  const trimmed = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
  if (!isEncodable(trimmed)) throw new AppError('name-invalid', 'the path is not well-formed text', { path: trimmed });
  const parameters = parseFragment(fragment);
  const pin = parameters.get('pin');
  if (pin !== undefined && !isPin(pin)) throw new AppError('invalid-request', 'the pin in the link is damaged');
  return {
    endpoint: {
      kind: scheme.toLowerCase() === 'ferry' ? 'native' : 'classic',
      host: rawHost.startsWith('[') ? rawHost.slice(1, -1) : rawHost,
      port,
      pin,
    },
    path: checkPath(trimmed),
    token: parameters.get('token'),
  };
}

export function isPin(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text);
}

/** `host:port`, with brackets around an IPv6 address. */
export function formatAuthority(endpoint: Pick<Endpoint, 'host' | 'port'>): string {
  const host = endpoint.host.includes(':') ? `[${endpoint.host}]` : endpoint.host;
  return `${host}:${endpoint.port}`;
}

/** The URL of a path on an endpoint, without pin or token. */
export function formatRemoteUrl(endpoint: Endpoint, path: string): string {
  return `${endpoint.kind === 'native' ? 'ferry' : 'classic'}://${formatAuthority(endpoint)}${encodePath(path)}`;
}

/** The link a server hands out: address, identity and key in one. It is a secret. */
export function formatShareLink(endpoint: Endpoint, token: string): string {
  return `${formatRemoteUrl(endpoint, '/')}#pin=${endpoint.pin ?? ''}&token=${token}`;
}

function parseFragment(fragment: string): Map<string, string> {
  const out = new Map<string, string>();
  for (const part of fragment.split('&')) {
    const at = part.indexOf('=');
    if (at > 0) out.set(part.slice(0, at), part.slice(at + 1));
  }
  return out;
}

export function isSamePlace(a: Location, b: Location): boolean {
  return a.endpoint === b.endpoint && a.path === b.path;
}
