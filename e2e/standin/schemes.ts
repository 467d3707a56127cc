import { app } from './app.ts';
import { loud, NotModelledError } from './loud.ts';

/**
 * Custom schemes. Chromium as it is knows none, so `app://ferry/x` is loaded as `https://ferry.app.standin.test/x`: also a
 * standard, secure origin of its own, the same on every start. Requests for it never leave the stand-in, and everything the main
 * process sees carries the true address again.
 */

type Handler = (request: Request) => Response | Promise<Response>;

export interface Privileges {
  readonly standard?: boolean;
  readonly secure?: boolean;
}

const suffix = 'standin.test';
const registered = new Set<string>();
const handlers = new Map<string, Handler>();

export const protocol = loud(
  {
    registerSchemesAsPrivileged(schemes: readonly { readonly scheme: string; readonly privileges?: Privileges }[]) {
      if (app.isReady()) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
      for (const { scheme, privileges } of schemes) {
        if (privileges?.standard !== true || privileges.secure !== true) {
          throw new NotModelledError(`the scheme “${scheme}” without the privileges “standard” and “secure”`);
        }
        registered.add(scheme);
      }
    },
    handle(scheme: string, handler: Handler) {
      if (!registered.has(scheme))
        throw new NotModelledError(`protocol.handle for “${scheme}”, which is not registered as privileged,`);
      if (handlers.has(scheme)) throw new Error(`The scheme has been registered: ${scheme}`);
      handlers.set(scheme, handler);
    },
    unhandle(scheme: string) {
      handlers.delete(scheme);
    },
    isProtocolHandled: (scheme: string) => handlers.has(scheme),
  },
  'protocol',
);

/** What Chromium is to load for an address of the application. */
export function toChromium(url: string): string {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/is.exec(url);
  const scheme = match?.[1]?.toLowerCase();
  if (match === null || scheme === undefined || !registered.has(scheme)) return url;
  const rest = match[3] ?? '';
  return `https://${match[2] ?? ''}.${scheme}.${suffix}${rest.startsWith('/') ? '' : '/'}${rest}`;
}

/** The address as Electron would tell it. */
export function toElectron(url: string): string {
  const match = /^https:\/\/(.+)\.([^.]+)\.standin\.test(?=[/?#]|$)(.*)$/is.exec(url);
  return match === null ? url : `${match[2] ?? ''}://${match[1] ?? ''}${match[3] ?? ''}`;
}

export function originOf(url: string): string {
  const match = /^([a-z][a-z0-9+.-]*):\/\/[^/?#]*/i.exec(url);
  return match === null || match[1] === 'file' ? 'null' : match[0];
}

export function isRegistered(url: string): boolean {
  return registered.has(url.slice(0, url.indexOf(':')).toLowerCase());
}

/** Patterns of the requests that the stand-in answers itself. */
export function interceptedPatterns(): { readonly urlPattern: string }[] {
  return [...registered].map((scheme) => ({ urlPattern: `https://*.${scheme}.${suffix}/*` }));
}

export interface PageRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export interface PageResponse {
  readonly status: number;
  readonly headers: { readonly name: string; readonly value: string }[];
  /** Base64. */
  readonly body: string;
}

/** Asks the application's handler. @param request with the address as Electron would tell it */
export async function answer(request: PageRequest): Promise<PageResponse> {
  const scheme = request.url.slice(0, request.url.indexOf(':'));
  const handler = handlers.get(scheme);
  if (handler === undefined) throw new Error(`no handler for the scheme “${scheme}” (${request.url})`);
  const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, toElectron(value)]);
  const response = await handler(new Request(request.url, { method: request.method, headers, body: request.body ?? null }));
  const policy = response.headers.get('content-security-policy') ?? '';
  const named = [...registered].find((name) => new RegExp(`\\b${name}:`).test(policy));
  if (named !== undefined) throw new NotModelledError(`a content security policy that names the scheme “${named}:” (use 'self')`);
  return {
    status: response.status,
    headers: [...response.headers].map(([name, value]) => ({ name, value })),
    body: Buffer.from(await response.arrayBuffer()).toString('base64'),
  };
}
