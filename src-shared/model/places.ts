import type { Endpoint } from './location.ts';

/** Where something is, also while no session is open to it: unlike a Location it means the same in the next run. */
export interface Place {
  /** Undefined: this computer. */
  readonly endpoint?: Endpoint | undefined;
  readonly path: string;
  /** The saved site that it was reached by, when there is one. */
  readonly site?: string | undefined;
}

/** A saved endpoint. Its key is no part of it: see Secrets. */
export interface Site {
  readonly id: string;
  readonly name: string;
  /** Names of folders joined by `/`; empty at the top. */
  readonly folder: string;
  readonly endpoint: Endpoint;
  readonly signIn: SignIn;
  /** Where a connection begins, there and on this computer; undefined: at the root, and nowhere in particular. */
  readonly remoteFolder?: string | undefined;
  readonly localFolder?: string | undefined;
}

export const signIns = ['key', 'none'] as const;
export type SignIn = (typeof signIns)[number];

/** What is known of a site's key: kept on this computer, known until Ferry ends, or to be asked for. */
export type KeyState = 'kept' | 'session' | 'unknown';

export interface Bookmark {
  readonly id: string;
  readonly name: string;
  readonly place: Place;
}

/** What keeps a key that is to be remembered: the system's key ring, or a file that only the user can read. */
export type KeyProtection = 'system' | 'file';

export interface Places {
  readonly sites: readonly (Site & { readonly key: KeyState })[];
  /** Every folder of sites, its parents before it. */
  readonly folders: readonly string[];
  readonly bookmarks: readonly Bookmark[];
  /** The latest first. */
  readonly recent: readonly Place[];
  readonly keyProtection: KeyProtection;
}

export const noPlaces: Places = { sites: [], folders: [], bookmarks: [], recent: [], keyProtection: 'file' };

/** Recent places kept for each endpoint. */
export const recentKept = 30;

/** Whether two endpoints are the same server, as far as both say who it is. */
export function isSameEndpoint(a: Endpoint | undefined, b: Endpoint | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  const samePin = a.pin === undefined || b.pin === undefined || a.pin === b.pin;
  return a.kind === b.kind && a.host.toLowerCase() === b.host.toLowerCase() && a.port === b.port && samePin;
}

export function isSamePlace(a: Place, b: Place): boolean {
  return a.path === b.path && isSameEndpoint(a.endpoint, b.endpoint);
}

export function parentFolder(folder: string): string {
  return folder.slice(0, Math.max(folder.lastIndexOf('/'), 0));
}

/** Whether a folder of sites is `ancestor` or lies below it; everything lies below the top. */
export function isInFolder(folder: string, ancestor: string): boolean {
  return ancestor === '' || folder === ancestor || folder.startsWith(`${ancestor}/`);
}
