import type { AppStart, LinkOffer, Params, RequestName, Result } from '../../src-shared/ipc/contract.ts';
import { parseRemoteUrl } from '../../src-shared/model/location.ts';
import { checkPath } from '../../src-shared/model/path.ts';
import type { TransferQueue } from '../transfer/queue.ts';
import type { ShellRequestName } from './backend.ts';
import { type EntryContext, makeDirectory, makeFile, removeEntries, renameEntry, trashEntries, readPiece } from './entries.ts';
import type { DirectoryChanges } from './directoryChanges.ts';
import type { DragOut } from './dragOut.ts';
import type { Listings } from './listings.ts';
import type { LocalServer } from './localServer.ts';
import type { Measures } from './measures.ts';
import { type OpeningParts, openSession, saveSite } from './openSession.ts';
import { receiptPlaces, saveReceipts } from './receipts.ts';
import type { Permissions } from './permissions.ts';
import type { SettingsStore } from './settings.ts';

type BackendRequestName = Exclude<RequestName, ShellRequestName>;

/** One function a request; parameters have been checked by the contract's schema. */
export type Handlers = { readonly [K in BackendRequestName]: (params: Params<K>) => Promise<Result<K>> | Result<K> };

export interface HandlerParts extends EntryContext, OpeningParts {
  start(): Promise<AppStart>;
  readonly changes: DirectoryChanges;
  readonly dragOut: DragOut;
  readonly listings: Listings;
  readonly measures: Measures;
  readonly permissions: Permissions;
  /** A link from outside waits for the user. */
  offered(offer: LinkOffer): void;
  readonly queue: TransferQueue;
  readonly server: LocalServer;
  readonly settings: SettingsStore;
}

export function createHandlers(parts: HandlerParts): Handlers {
  const { dragOut, listings, permissions, offers, places, queue, server, sessions, settings } = parts;
  return {
    'app.start': () => parts.start(),

    'listing.open': async ({ listing, location }) => {
      const path = checkPath(location.path);
      const ended = parts.changes.listing(location);
      try {
        return await listings.open(listing, parts.fileSystem(location), path);
      } finally {
        ended();
      }
    },
    'listing.cancel': ({ listing }) => {
      listings.cancel(listing);
      return {};
    },

    'directory.shown': ({ locations }) => {
      parts.changes.show(locations);
      return {};
    },

    'entry.stat': async ({ location }) => ({ entry: await parts.fileSystem(location).stat(checkPath(location.path)) }),
    'entry.read': ({ location, offset, length }) => readPiece(parts, location, offset, length),
    'entry.space': async ({ location }) => ({ space: await parts.fileSystem(location).space(checkPath(location.path)) }),
    'entry.measure': ({ measure, locations }) => parts.measures.measure(measure, locations),
    'entry.stopMeasuring': ({ measure }) => {
      parts.measures.stop(measure);
      return {};
    },
    'entry.makeDirectory': async ({ location }) => {
      await makeDirectory(parts, location);
      return {};
    },
    'entry.makeFile': async ({ location }) => {
      await makeFile(parts, location);
      return {};
    },
    'entry.rename': async ({ from, name }) => {
      await renameEntry(parts, from, name);
      return {};
    },
    'entry.remove': async ({ locations }) => ({ removed: await removeEntries(parts, locations) }),
    'entry.setPermissions': (params) => permissions.change(params.number, params.locations, params.change),
    'entry.stopPermissions': (params) => {
      permissions.stop(params.number);
      return {};
    },
    'entry.trash': ({ locations }) => trashEntries(parts, locations),

    'session.parse': ({ text }) => {
      const { endpoint, path, token } = parseRemoteUrl(text);
      return { endpoint, path, hasToken: token !== undefined };
    },
    'session.open': (params) => openSession(parts, params),
    'session.offer': ({ link }) => {
      parts.offered(offers.add(link));
      return {};
    },
    'session.close': async ({ session }) => {
      await sessions.close(session);
      return {};
    },
    'session.reconnect': async ({ session }) => ({ session: await sessions.reconnect(session) }),

    'transfer.enqueue': (params) => ({ batch: queue.enqueue({ ...params, delta: settings.settings.delta }).id }),
    'transfer.cancel': ({ transfers }) => {
      queue.cancel(transfers);
      return {};
    },
    'transfer.retry': ({ transfers, reason }) => {
      queue.retry(transfers, reason);
      return {};
    },
    'transfer.pause': ({ transfers }) => {
      queue.pause(transfers);
      return {};
    },
    'transfer.resume': ({ transfers }) => {
      queue.resume(transfers);
      return {};
    },
    'transfer.reorder': ({ transfers, to }) => {
      queue.reorder(transfers, to);
      return {};
    },
    'transfer.prioritize': ({ transfers, priority }) => {
      queue.prioritize(transfers, priority);
      return {};
    },
    'transfer.limit': async ({ bytesPerSecond }) => {
      await settings.set({ speedLimit: bytesPerSecond ?? 'off' });
      return {};
    },
    'transfer.clear': ({ group }) => {
      queue.clear(group);
      return {};
    },
    'transfer.rows': ({ group, start, count }) => queue.rows(group, start, count),
    'transfer.ids': ({ group, start, count }) => ({ ids: queue.ids(group, start, count) }),
    'transfer.throughput': () => queue.throughput(),
    'transfer.receiptPlaces': () => receiptPlaces(queue.sums()),
    'transfer.saveReceipts': (params) => saveReceipts(queue.sums(), params),

    'drag.prepare': ({ drag, locations }) => dragOut.prepare(drag, locations),
    'drag.take': ({ drag }) => ({ paths: dragOut.take(drag) }),
    'drag.forget': ({ drag }) => {
      dragOut.forget(drag);
      return {};
    },

    'preflight.answer': ({ preflight, answer }) => {
      queue.answerPreflight(preflight, answer);
      return {};
    },
    'conflict.compare': async ({ conflict }) => {
      await queue.compare(conflict);
      return {};
    },
    'conflict.answer': ({ conflict, answer, forBatch }) => {
      queue.answer(conflict, answer, forBatch);
      return {};
    },

    'places.get': () => ({ places: places.list() }),
    'site.save': (params) => saveSite(parts, params),
    'site.remove': async ({ sites }) => {
      await places.removeSites(sites);
      return {};
    },
    'site.folder': async (change) => {
      await places.changeFolder(change);
      return {};
    },
    'bookmark.set': async ({ bookmarks }) => {
      await places.setBookmarks(bookmarks);
      return {};
    },
    'place.visited': ({ place }) => {
      places.visited(place);
      return {};
    },

    'settings.get': () => ({ settings: settings.settings, problems: settings.problems }),
    'settings.set': async ({ change }) => {
      await settings.set(change);
      return {};
    },
    'server.start': async (options) => ({ server: await server.start(options) }),
    'server.stop': async () => {
      await server.stop();
      return {};
    },
    'server.link': () => ({ link: server.link() }),
    'server.connect': async () => {
      const { endpoint, path, token } = server.address();
      return { session: await sessions.open({ endpoint, token, first: [{ ask: 'list', path }] }), path };
    },
  };
}
