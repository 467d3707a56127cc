import { randomUUID } from 'node:crypto';
import { AppError } from '../../src-shared/errors.ts';
import { formatAuthority } from '../../src-shared/model/location.ts';
import {
  type Bookmark,
  isInFolder,
  isSameEndpoint,
  isSamePlace,
  parentFolder,
  type Place,
  type Places,
  recentKept,
  type Site,
} from '../../src-shared/model/places.ts';
import type { Lists, ListsFile } from '../storage/listsFile.ts';
import type { Secrets } from './secrets.ts';

export interface PlacesLists {
  sites: Site;
  folders: string;
  bookmarks: Bookmark;
}

export interface RecentLists {
  recent: Place;
}

/** What becomes of a site's key; see SiteKeyChange, whose offer has been looked up. */
export type SiteKey =
  | { readonly change: 'set'; readonly token?: string | undefined; readonly remember: boolean }
  | { readonly change: 'copy'; readonly site: string }
  | { readonly change: 'forget' };

export interface PlaceStoreOptions {
  readonly secrets: Secrets;
  readonly file: ListsFile<PlacesLists>;
  readonly recentFile: ListsFile<RecentLists>;
  readonly onChange: () => void;
}

/** Milliseconds until a visited place is written down, so that walking through folders is one write. */
const recentDelay = 2000;
/** Recent places kept over all endpoints. */
const recentMost = 300;

/** Saved sites, bookmarks and recent places. A change holds at once, also when it can't be written down; that is thrown. */
export class PlaceStore {
  readonly #options: PlaceStoreOptions;
  #kept: Lists<PlacesLists>;
  #recent: readonly Place[];
  #recentTimer: NodeJS.Timeout | undefined;

  private constructor(options: PlaceStoreOptions, lists: Lists<PlacesLists>, recent: readonly Place[]) {
    this.#options = options;
    this.#kept = { ...lists, folders: withParents([...lists.folders, ...lists.sites.map(({ folder }) => folder)]) };
    this.#recent = recent;
  }

  /** `damaged`: where files were put aside that could not be understood as a whole. @throws AppError when one can't be read */
  static async load(options: PlaceStoreOptions): Promise<{ readonly places: PlaceStore; readonly damaged: readonly string[] }> {
    const [kept, visited] = await Promise.all([options.file.read(), options.recentFile.read()]);
    const places = new PlaceStore(options, kept.lists, visited.lists.recent);
    return { places, damaged: [kept.damaged, visited.damaged].filter((path) => path !== undefined) };
  }

  list(): Places {
    const { secrets } = this.#options;
    const { sites, folders, bookmarks } = this.#kept;
    return {
      sites: sites.map((site) => ({ ...site, key: secrets.state(site.id) })),
      folders,
      bookmarks,
      recent: this.#recent,
      keyProtection: secrets.protection,
    };
  }

  /** @throws AppError `not-found` */
  site(id: string): Site {
    const site = this.#kept.sites.find((known) => known.id === id);
    if (site === undefined) throw new AppError('not-found', 'there is no such site any more');
    return site;
  }

  /**
   * Without an id, a new one. A key belongs to an address: another one makes it unknown. When the key can't be kept, nothing is
   * saved.
   * @throws AppError
   */
  async saveSite(draft: Omit<Site, 'id'> & { readonly id?: string | undefined }, key: SiteKey | undefined): Promise<string> {
    const before = draft.id === undefined ? undefined : this.site(draft.id);
    const site: Site = { ...draft, id: before?.id ?? randomUUID() };
    const moved = before !== undefined && !isSameEndpoint(before.endpoint, site.endpoint);
    const forget =
      key?.change === 'forget' || site.signIn === 'none' || (moved && !(key?.change === 'set' && key.token !== undefined));
    if (forget) await this.#options.secrets.remove([site.id]);
    else if (key !== undefined) await this.#setKey(site.id, key);
    await this.#change((kept) => {
      const isKnown = kept.sites.some(({ id }) => id === site.id);
      const sites = isKnown ? kept.sites.map((known) => (known.id === site.id ? site : known)) : [...kept.sites, site];
      return { ...kept, sites, folders: withParents([...kept.folders, site.folder]) };
    });
    return site.id;
  }

  /** The secrets know more or less than before. */
  keyChanged(): void {
    this.#options.onChange();
  }

  /** @throws AppError */
  async removeSites(ids: readonly string[]): Promise<void> {
    await Promise.all([
      this.#change((kept) => ({ ...kept, sites: kept.sites.filter(({ id }) => !ids.includes(id)) })),
      this.#options.secrets.remove(ids),
    ]);
  }

  /** Makes `to`, moves or renames `from` to it, or removes `from` with everything in it. @throws AppError */
  async changeFolder({ from, to }: { readonly from?: string | undefined; readonly to?: string | undefined }): Promise<void> {
    if (to !== undefined && this.#kept.folders.includes(to))
      throw new AppError('already-exists', 'the folder exists', { path: to });
    if (from === undefined || from === '') {
      if (to === undefined || to === '') throw new AppError('invalid-request', 'no folder was named');
      await this.#change((kept) => ({ ...kept, folders: withParents([...kept.folders, to]) }));
    } else if (to === undefined) {
      const isGone = ({ folder }: Site): boolean => isInFolder(folder, from);
      const gone = this.#kept.sites.filter(isGone).map(({ id }) => id);
      const change = this.#change((kept) => ({
        ...kept,
        sites: kept.sites.filter((site) => !isGone(site)),
        folders: kept.folders.filter((folder) => !isInFolder(folder, from)),
      }));
      await Promise.all([change, this.#options.secrets.remove(gone)]);
    } else {
      if (to === '' || isInFolder(to, from))
        throw new AppError('invalid-request', 'a folder can not lie in itself', { path: to });
      const moved = (folder: string): string => (isInFolder(folder, from) ? to + folder.slice(from.length) : folder);
      await this.#change((kept) => ({
        ...kept,
        sites: kept.sites.map((site) => ({ ...site, folder: moved(site.folder) })),
        folders: withParents(kept.folders.map(moved)),
      }));
    }
  }

  /** @throws AppError */
  async setBookmarks(bookmarks: readonly Bookmark[]): Promise<void> {
    await this.#change((kept) => ({ ...kept, bookmarks }));
  }

  /** Becomes the latest of the recent places. */
  visited(place: Place): void {
    this.#recent = latest([place, ...this.#recent]);
    this.#options.onChange();
    // Where one has been is not worth a warning: what can't be written is forgotten at the end.
    this.#recentTimer ??= setTimeout(() => void this.#writeRecent().catch(() => undefined), recentDelay);
  }

  /** Writes down what waits to be. */
  async close(): Promise<void> {
    if (this.#recentTimer !== undefined) await this.#writeRecent().catch(() => undefined);
  }

  async #setKey(site: string, key: Exclude<SiteKey, { change: 'forget' }>): Promise<void> {
    const { secrets } = this.#options;
    const from = key.change === 'copy' ? key.site : site;
    const remember = key.change === 'copy' ? secrets.state(from) === 'kept' : key.remember;
    const token = (key.change === 'set' ? key.token : undefined) ?? (await secrets.get(from));
    if (token !== undefined) await secrets.set(site, token, remember);
  }

  /** Another Ferry may have changed the file meanwhile: it gets this change, and keeps all else. */
  async #change(change: (kept: Lists<PlacesLists>) => Lists<PlacesLists>): Promise<void> {
    this.#kept = change(this.#kept);
    this.#options.onChange();
    await this.#options.file.update(change);
  }

  async #writeRecent(): Promise<void> {
    clearTimeout(this.#recentTimer);
    this.#recentTimer = undefined;
    await this.#options.recentFile.update(this.#addRecent);
  }

  readonly #addRecent = ({ recent }: Lists<RecentLists>): Lists<RecentLists> => ({
    recent: latest([...this.#recent, ...recent]),
  });
}

/** Each place once, as many as are kept, the latest first. */
function latest(places: readonly Place[]): readonly Place[] {
  const kept: Place[] = [];
  const counts = new Map<string, number>();
  for (const place of places) {
    if (kept.length === recentMost) break;
    const server = place.endpoint === undefined ? '' : `${place.endpoint.kind} ${formatAuthority(place.endpoint)}`;
    const count = counts.get(server) ?? 0;
    if (count === recentKept || kept.some((known) => isSamePlace(known, place))) continue;
    counts.set(server, count + 1);
    kept.push(place);
  }
  return kept;
}

/** Every folder once, with those it lies in, its parents before it. */
function withParents(folders: readonly string[]): readonly string[] {
  const all = new Set<string>();
  const add = (folder: string): void => {
    if (folder === '' || all.has(folder)) return;
    add(parentFolder(folder));
    all.add(folder);
  };
  for (const folder of folders) add(folder);
  return [...all];
}
