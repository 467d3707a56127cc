import { AppError, toErrorRecord } from '../../src-shared/errors.ts';
import type { AppStart, Bridge, EventMessage, Params, Reply, RequestName, Result } from '../../src-shared/ipc/contract.ts';
import type { Entry } from '../../src-shared/model/entry.ts';
import { packEntries } from '../../src-shared/model/entryColumns.ts';
import { type Endpoint, localEndpoint, type Location } from '../../src-shared/model/location.ts';
import { baseName, joinPath, parentPath } from '../../src-shared/model/path.ts';
import { isSamePlace, noPlaces, type Places } from '../../src-shared/model/places.ts';
import { defaultSettings } from '../../src-shared/model/settings.ts';
import type { ServerState } from '../../src-shared/model/server.ts';
import type { Session } from '../../src-shared/model/session.ts';

/** Directories by path, each with its entries. */
export type Tree = Record<string, Entry[]>;

type Handlers = { [K in RequestName]?: (params: Params<K>) => Result<K> | Promise<Result<K>> };

export interface MemoryBridge {
  readonly bridge: Bridge;
  /** Everything that was asked, in order. */
  readonly asked: { readonly name: RequestName; readonly params: unknown }[];
  readonly emit: (message: EventMessage) => void;
  /** Replaces what a request does. */
  readonly on: <K extends RequestName>(name: K, handler: (params: Params<K>) => Result<K> | Promise<Result<K>>) => void;
  /** Changes the saved places and tells it. */
  readonly changePlaces: (change: Partial<Places>) => void;
  readonly trees: Record<string, Tree>;
}

export function file(name: string, size = 0, modified = Date.UTC(2026, 4, 3, 9, 30)): Entry {
  return { name, kind: 'file', size, modified };
}

export function folder(name: string, modified = Date.UTC(2026, 3, 20, 14, 5)): Entry {
  return { name, kind: 'directory', size: 0, modified };
}

export const testPin = 'q3v0Zk8mQn2YtRr7bXwP1sLd9eUfGhJiKoMpNaVcBxE';

export function testSession(id: string, change: Partial<Session> = {}): Session {
  const endpoint: Endpoint = { kind: 'native', host: '127.0.0.1', port: 12345, pin: testPin };
  const features = { directories: true, rename: true, times: true, freeSpace: true, resume: true, writable: true };
  return { id, endpoint, label: '127.0.0.1:12345', state: 'open', encrypted: true, features, ...change };
}

/** The main side in memory: listings, names, sessions and the server work; nothing is transferred. */
export function createMemoryBridge(trees: Record<string, Tree>, start: Partial<AppStart> = {}): MemoryBridge {
  const listeners = new Set<(message: EventMessage) => void>();
  const asked: MemoryBridge['asked'] = [];
  let sessions: readonly Session[] = start.sessions ?? [];
  let server: ServerState = start.server ?? { state: 'stopped' };
  let settings = defaultSettings;
  let places: Places = noPlaces;
  const emit = (message: EventMessage): void => {
    for (const listener of listeners) listener(message);
  };

  const entriesOf = (location: Location): Entry[] => {
    const entries = trees[location.endpoint]?.[location.path];
    if (entries === undefined) throw new AppError('not-found', 'no such directory', { path: location.path });
    return entries;
  };
  const change = (location: Location, next: (entries: Entry[], name: string) => Entry[]): void => {
    const directory = { endpoint: location.endpoint, path: parentPath(location.path) };
    const entries = next(entriesOf(directory), baseName(location.path));
    trees[location.endpoint] = { ...trees[location.endpoint], [directory.path]: entries };
  };
  const addSession = (endpoint: string): { session: Session; path: string } => {
    const session = testSession(endpoint);
    sessions = [...sessions, session];
    emit({ event: 'sessions.changed', payload: { sessions } });
    return { session, path: '/' };
  };

  const changePlaces = (change: Partial<Places>): void => {
    places = { ...places, ...change };
    emit({ event: 'places.changed', payload: { places } });
  };

  const handlers: Handlers = {
    'app.start': () => ({
      version: '0.1.0',
      shell: 'browser',
      runtime: 'Node 24.0.0',
      platform: 'linux',
      nativeMenu: false,
      home: '/home/ana',
      trash: 'entry',
      left: undefined,
      right: undefined,
      startErrors: [],
      suggestedShare: '/home/ana/Ferry',
      summary: {
        revision: 0,
        counts: { queued: 0, running: 0, failed: 0, done: 0 },
        bytesTotal: 0,
        bytesAcknowledged: 0,
        rate: 0,
        planning: false,
        paused: false,
        failures: [],
      },
      conflicts: [],
      preflights: [],
      ...start,
      sessions,
      server,
    }),
    'listing.open': ({ listing, location }) => {
      const entries = entriesOf(location);
      for (let at = 0; at < entries.length; at += 1000) {
        const page = packEntries(entries.slice(at, at + 1000));
        emit({ event: 'listing.page', payload: { listing, entries: page, total: entries.length } });
      }
      return { total: entries.length };
    },
    'directory.shown': () => ({}),
    'entry.space': () => ({ space: { available: 214_000_000_000, total: 512_000_000_000 } }),
    'entry.makeDirectory': ({ location }) => {
      change(location, (entries, name) => {
        if (entries.some((entry) => entry.name === name)) throw new AppError('already-exists', 'taken', { path: location.path });
        return [...entries, folder(name)];
      });
      trees[location.endpoint] = { ...trees[location.endpoint], [location.path]: [] };
      return {};
    },
    'entry.makeFile': ({ location }) => {
      change(location, (entries, name) => {
        if (entries.some((entry) => entry.name === name)) throw new AppError('already-exists', 'taken', { path: location.path });
        return [...entries, file(name)];
      });
      return {};
    },
    'entry.rename': ({ from, name }) => {
      const target = joinPath(parentPath(from.path), name);
      change(from, (entries, before) => {
        if (entries.some((entry) => entry.name === name)) throw new AppError('already-exists', 'taken', { path: target });
        return entries.map((entry) => (entry.name === before ? { ...entry, name } : entry));
      });
      return {};
    },
    'entry.remove': ({ locations }) => {
      for (const location of locations) change(location, (entries, name) => entries.filter((entry) => entry.name !== name));
      return { removed: locations.length };
    },
    'entry.trash': ({ locations }) => {
      for (const location of locations) change(location, (entries, name) => entries.filter((entry) => entry.name !== name));
      const to = (path: string): string => `/home/ana/.local/share/Trash/files/${baseName(path)}`;
      return { trashed: locations.map((from) => ({ from, to: { ...from, path: to(from.path) } })), failures: [] };
    },
    'session.open': () => addSession('s1'),
    'session.close': ({ session }) => {
      sessions = sessions.filter((known) => known.id !== session);
      emit({ event: 'sessions.changed', payload: { sessions } });
      return {};
    },
    'server.start': (options) => {
      server = { state: 'running', options, host: options.host, port: options.port, pin: testPin, peers: [] };
      return { server };
    },
    'server.stop': () => {
      server = { state: 'stopped' };
      return {};
    },
    'server.link': () => ({ link: `ferry://127.0.0.1:12345/#pin=${testPin}&token=secret` }),
    'server.connect': () => addSession('s1'),
    'places.get': () => ({ places }),
    'site.save': ({ site, key }) => {
      const id = site.id ?? `site${places.sites.length + 1}`;
      const known = places.sites.find((saved) => saved.id === id);
      const state = key?.change === 'set' ? (key.remember ? 'kept' : 'session') : (known?.key ?? 'unknown');
      const saved = { ...site, id, key: state } as const;
      const sites =
        known === undefined ? [...places.sites, saved] : places.sites.map((other) => (other === known ? saved : other));
      changePlaces({ sites });
      return { id };
    },
    'site.remove': ({ sites }) => {
      changePlaces({ sites: places.sites.filter(({ id }) => !sites.includes(id)) });
      return {};
    },
    'site.folder': ({ from, to }) => {
      const others = places.folders.filter((folder) => folder !== from);
      changePlaces({ folders: to === undefined ? others : [...others, to] });
      return {};
    },
    'bookmark.set': ({ bookmarks }) => {
      changePlaces({ bookmarks });
      return {};
    },
    'place.visited': ({ place }) => {
      changePlaces({ recent: [place, ...places.recent.filter((known) => !isSamePlace(known, place))] });
      return {};
    },
    'settings.get': () => ({ settings, problems: [] }),
    'settings.set': ({ change: next }) => {
      settings = Object.assign({ ...settings }, next);
      return {};
    },
    'transfer.enqueue': () => ({ batch: 1 }),
    'transfer.rows': () => ({ rows: [], total: 0, revision: 0 }),
    'transfer.throughput': () => ({ bytes: [] }),
  };

  return {
    bridge: {
      async request<K extends RequestName>(name: K, params: Params<K>): Promise<Reply<Result<K>>> {
        asked.push({ name, params });
        await Promise.resolve();
        try {
          const handler: Handlers[K] = handlers[name];
          if (handler === undefined) throw new AppError('unsupported', `${name} has no handler`);
          return { ok: true, value: await handler(params) };
        } catch (error) {
          return { ok: false, error: toErrorRecord(error) };
        }
      },
      onEvent(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      pathForFile: (dropped) => (dropped instanceof File ? `/home/ana/Desktop/${dropped.name}` : undefined),
    },
    asked,
    emit,
    changePlaces,
    on(name, handler) {
      Object.assign(handlers, { [name]: handler });
    },
    trees,
  };
}

/** A home with a bit of everything. */
export function sampleTrees(): Record<string, Tree> {
  const home = '/home/ana';
  return {
    [localEndpoint]: {
      '/': [folder('home')],
      '/home': [folder('ana')],
      [home]: [
        folder('Documents'),
        folder('Music'),
        folder('Pictures'),
        folder('.config'),
        file('file10.txt', 1024),
        file('file2.txt', 2048),
        file('Budget 2026.xlsx', 88_341),
        file('archive.tar.gz', 734_003_200),
        file('résumé.pdf', 412_000),
        file('.profile', 812),
      ],
      [`${home}/Documents`]: [file('letter.odt', 32_000)],
      [`${home}/Music`]: [],
      [`${home}/Pictures`]: [],
      [`${home}/.config`]: [],
    },
    s1: { '/': [folder('incoming'), file('readme.md', 3000)], '/incoming': [] },
  };
}
