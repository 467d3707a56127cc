import type { ErrorCode, ErrorRecord } from '../errors.ts';
import type { Entry, Space } from '../model/entry.ts';
import type { EntryColumns } from '../model/entryColumns.ts';
import type { Endpoint, EndpointId, Location } from '../model/location.ts';
import type { Bookmark, Place, Places, Site } from '../model/places.ts';
import type { PermissionChange } from '../model/permissions.ts';
import type { Preflight, PreflightAnswer } from '../model/preflight.ts';
import type { ServerOptions, ServerState } from '../model/server.ts';
import type { Settings } from '../model/settings.ts';
import type { Session } from '../model/session.ts';
import type {
  Conflict,
  ConflictAnswer,
  ExistingPolicy,
  Priority,
  QueueMove,
  Throughput,
  Transfer,
  TransferGroup,
  TransferSummary,
} from '../model/transfer.ts';

/**
 * Everything the renderer may ask and everything it is told. Both shells serve the same handlers.
 * File bytes never cross, but for the pieces that a preview shows (`entry.read`); a secret (a token) goes inward only.
 */
export interface Requests {
  /** The state to start from; events carry on from there. */
  'app.start': { params: Empty; result: AppStart };

  /**
   * Lists a directory. Pages arrive as `listing.page` events with the caller's `listing` number; the reply comes after the
   * last page. A second open with the same number, or `listing.cancel`, ends the first with `cancelled`.
   */
  'listing.open': { params: { listing: number; location: Location }; result: { total: number } };
  'listing.cancel': { params: { listing: number }; result: Empty };

  /** All the directories that are shown now; they are watched, and `directory.changed` speaks of them only. */
  'directory.shown': { params: { locations: readonly Location[] }; result: Empty };

  'entry.stat': { params: { location: Location }; result: { entry: Entry } };
  /**
   * A piece of a file for a preview: at most `longestRead` bytes from `offset`, fewer where the file ends. `size` and `modified` are
   * those of the file right behind the reading, so that a change is noticed from one piece to the next.
   */
  'entry.read': {
    params: { location: Location; offset: number; length: number };
    result: { /** Base64. */ bytes: string; size: number; modified: number };
  };
  'entry.space': { params: { location: Location }; result: { space: Space } };
  /** Counts entries with everything in them; ends with `cancelled` at `entry.stopMeasuring` with the same number. */
  'entry.measure': { params: { measure: number; locations: readonly Location[] }; result: Measure };
  'entry.stopMeasuring': { params: { measure: number }; result: Empty };
  'entry.makeDirectory': { params: { location: Location }; result: Empty };
  /** Makes an empty file; never replaces what has the name. */
  'entry.makeFile': { params: { location: Location }; result: Empty };
  'entry.rename': { params: { from: Location; name: string }; result: Empty };
  /** Removes entries for good, directories with everything in them. Links are removed, never followed. */
  'entry.remove': { params: { locations: readonly Location[] }; result: { removed: number } };

  /**
   * Moves entries to the trash of their volume. Each of them either went (`to` is where it lies now) or has its failure, `unsupported`
   * where its volume has no trash.
   */
  'entry.trash': {
    params: { locations: readonly Location[] };
    result: { trashed: readonly Trashed[]; failures: readonly EntryFailure[] };
  };

  /** Changes permission bits; ends with `cancelled` at `entry.stopPermissions` with the same number, and what is changed stays so. */
  'entry.setPermissions': {
    params: { number: number; locations: readonly Location[]; change: PermissionChange };
    result: PermissionResult;
  };
  'entry.stopPermissions': { params: { number: number }; result: Empty };

  /** Parses a pasted link or URL without connecting. The token, if any, stays on the main side. */
  'session.parse': { params: { text: string }; result: { endpoint: Endpoint; path: string; hasToken: boolean } };
  /**
   * Opens a session. `link` may carry pin and token; without it the fields do. `trust` answers `identity-unknown`: the pin the
   * user accepted, remembered when the session opens. `site`: the saved site's address and key, unless others are given; a key that
   * lets one in becomes the site's.
   */
  'session.open': { params: SessionOpen; result: { session: Session; path: string } };
  /** A link from outside, such as one that was clicked in a web page: `session.offered` tells the interface, nothing connects. */
  'session.offer': { params: { link: string }; result: Empty };
  'session.close': { params: { session: EndpointId }; result: Empty };
  'session.reconnect': { params: { session: EndpointId }; result: { session: Session } };

  /**
   * Copies entries into the directory `to`; folders are expanded while files already move. `move`: they shall not stay where they
   * were; a source goes only when its copy is verified.
   */
  'transfer.enqueue': {
    params: { from: readonly Location[]; to: Location; existing: ExistingPolicy; move?: boolean | undefined };
    result: { batch: number };
  };
  'transfer.cancel': { params: { transfers: readonly number[] | 'all' }; result: Empty };
  /** With `reason`, only those that failed so: see the summary's `failures`. */
  'transfer.retry': { params: { transfers: readonly number[] | 'all'; reason?: ErrorCode | undefined }; result: Empty };
  'transfer.pause': { params: { transfers: readonly number[] | 'all' }; result: Empty };
  'transfer.resume': { params: { transfers: readonly number[] | 'all' }; result: Empty };
  /** Gives waiting transfers another turn; they keep their order among themselves. What does not wait any more is passed over. */
  'transfer.reorder': { params: { transfers: readonly number[]; to: QueueMove }; result: Empty };
  'transfer.prioritize': { params: { transfers: readonly number[] | 'all'; priority: Priority }; result: Empty };
  /** The most bytes a second for all transfers together, from now on; without it there is no limit. It is kept as a setting. */
  'transfer.limit': { params: { bytesPerSecond?: number | undefined }; result: Empty };
  /** Forgets ended transfers (done, skipped, failed, cancelled). */
  'transfer.clear': { params: { group: TransferGroup }; result: Empty };
  /** A window of one tab of the panel; asked again when `transfers.changed` brings a new revision. At most 500 rows. */
  'transfer.rows': {
    params: { group: TransferGroup; start: number; count: number };
    result: { rows: readonly Transfer[]; total: number; revision: number };
  };
  /** The numbers of the transfers in a window of any size, for a selection. At most 200,000. */
  'transfer.ids': { params: { group: TransferGroup; start: number; count: number }; result: { ids: readonly number[] } };
  'transfer.throughput': { params: Empty; result: Throughput };
  /** Where the files are that have verified receipts: the innermost folder that holds them all, and how many they are. */
  'transfer.receiptPlaces': { params: Empty; result: { places: readonly ReceiptPlace[] } };
  /**
   * Writes the receipts of one endpoint's files as `sha256sum -c` reads them. `folder`: of this computer, as the platform writes it.
   * Ends with `already-exists` when the name is taken, unless `replace`.
   */
  'transfer.saveReceipts': {
    params: { endpoint: EndpointId; folder: string; name: string; replace: boolean };
    result: { path: string; count: number };
  };

  /**
   * Makes entries of one endpoint ready to be dragged to other programs, by the caller's number. Those of this computer are handed over
   * where they are; those of a session are copied into a private folder first, when they are small. Ends with `cancelled` at
   * `drag.forget` with the same number, with `name-invalid` where a name is not text.
   */
  'drag.prepare': { params: { drag: number; locations: readonly Location[] }; result: DragReadiness };
  /** What is ready, once. Asked by the shell; what was staged stays until the program ends, since nobody tells when it was copied. */
  'drag.take': { params: { drag: number }; result: { paths: readonly string[] } };
  /** The drag ended otherwise; what was staged for it goes. */
  'drag.forget': { params: { drag: number }; result: Empty };

  'preflight.answer': { params: { preflight: number; answer: PreflightAnswer }; result: Empty };
  /** Compares the contents of both sides, however long it takes; what comes of it is told by `conflicts.changed`. */
  'conflict.compare': { params: { conflict: number }; result: Empty };
  'conflict.answer': { params: { conflict: number; answer: ConflictAnswer; forBatch: boolean }; result: Empty };

  'server.start': { params: ServerOptions; result: { server: ServerState } };
  'server.stop': { params: Empty; result: Empty };
  /** The share link: address, identity and key in one. Asked for only when the user wants to copy or show it. */
  'server.link': { params: Empty; result: { link: string } };
  /** Opens a session to the running local server, with its own pin and token. */
  'server.connect': { params: Empty; result: { session: Session; path: string } };

  'places.get': { params: Empty; result: { places: Places } };
  /** Without an id, a new site. `key`: what becomes of its key; undefined leaves it as it is. */
  'site.save': {
    params: { site: Omit<Site, 'id'> & { readonly id?: string | undefined }; key?: SiteKeyChange | undefined };
    result: { id: string };
  };
  'site.remove': { params: { sites: readonly string[] }; result: Empty };
  /** Makes the folder `to`, moves or renames `from` to it, or, without `to`, removes `from` with the sites in it. */
  'site.folder': { params: { from?: string | undefined; to?: string | undefined }; result: Empty };
  'bookmark.set': { params: { bookmarks: readonly Bookmark[] }; result: Empty };
  /** A folder was shown: it becomes the latest of the recent places. */
  'place.visited': { params: { place: Place }; result: Empty };

  /** `problems`: settings whose stored values could not be understood; `*` when that is the whole file. */
  'settings.get': { params: Empty; result: { settings: Settings; problems: readonly string[] } };
  'settings.set': { params: { change: { readonly [K in keyof Settings]?: Settings[K] | undefined } }; result: Empty };

  /** The system's folder chooser; `unsupported` in the browser shell, where the interface shows a text field. */
  'shell.chooseFolder': { params: { title: string; initial?: string | undefined }; result: { folder: string | undefined } };
  /** Moves entries of this computer to the system's trash; paths as the platform writes them. Only where `AppStart.trash` is `shell`. */
  'shell.trash': { params: { paths: readonly string[] }; result: { failures: readonly EntryFailure[] } };
  /**
   * Lets the desktop go on with a drag that is ready, while the button is still down; the page gets no more pointer events of it.
   * The reply may wait until that drag has ended. `unsupported` where the shell can't.
   */
  'shell.startDrag': { params: { drag: number }; result: Empty };
  /** Tells the user through the system; `unsupported` where the shell can't. */
  'shell.notify': { params: { title: string; body: string }; result: Empty };
  /** Which commands are enabled now, so that a native menu can follow. Ignored where there is none. */
  'shell.menuState': {
    params: {
      enabled: readonly string[];
      checked: readonly string[];
      /** The language of the interface, and the key to show for each command that has one, when they are not the defaults. */
      language?: 'en' | 'id' | undefined;
      keys?: Readonly<Record<string, string>> | undefined;
      /** Bookmarks for the Go menu. */
      bookmarks?: readonly { readonly id: string; readonly name: string }[] | undefined;
    };
    result: Empty;
  };
  'shell.quit': { params: Empty; result: Empty };
}

export interface Events {
  'listing.page': { listing: number; entries: EntryColumns; total: number | undefined };
  'sessions.changed': { sessions: readonly Session[] };
  'server.changed': { server: ServerState };
  /** At most 10 a second. `running` holds the rows in progress, so that their bars move without a request. */
  'transfers.changed': { summary: TransferSummary; running: readonly Transfer[] };
  /** Transfers that ended since the last event, for the status region; at most 10 rows, `count` tells how many there were. */
  'transfers.ended': { count: number; failed: number; rows: readonly Transfer[] };
  'preflights.changed': { preflights: readonly Preflight[] };
  'conflicts.changed': { conflicts: readonly Conflict[] };
  /** Something changed in a directory that is shown: panes refresh. At most twice a second, and less often when it is long to list. */
  'directory.changed': { location: Location };
  'settings.changed': { settings: Settings };
  'places.changed': { places: Places };
  'session.offered': { offer: LinkOffer };
  /** A command chosen in a native menu. */
  'command.run': { command: string };
}

/** Bytes. */
export const longestRead = 262_144;

/** So many entries one request may name. */
export const mostLocations = 500_000;

/** Bytes of a request in the browser shell, which hold so many paths of some hundred characters. */
export const longestRequest = 64 * 1024 * 1024;

export type Empty = Record<never, never>;

export interface ReceiptPlace {
  readonly endpoint: EndpointId;
  readonly folder: string;
  readonly count: number;
}

/** `unreadable`: folders that could not be read and are not in the sum. */
export interface Measure {
  readonly files: number;
  readonly folders: number;
  readonly bytes: number;
  readonly unreadable: number;
}

/** `failures` tells the first hundred of `failed`. */
export interface PermissionResult {
  readonly changed: number;
  readonly failed: number;
  readonly failures: readonly EntryFailure[];
}

/** What became of one entry of several. `path` is as it was asked. */
export interface EntryFailure {
  readonly path: string;
  readonly error: ErrorRecord;
}

/**
 * `paths`: as the platform writes them, in the order asked. `too-large`: more than is staged, or handed over, at a time; `incomplete`:
 * not all of it could be staged.
 */
export type DragReadiness =
  | { readonly state: 'ready'; readonly paths: readonly string[] }
  | { readonly state: 'too-large' | 'incomplete' };

export interface Trashed {
  readonly from: Location;
  readonly to: Location;
}

export interface AppStart {
  readonly version: string;
  readonly shell: 'electron' | 'browser';
  readonly runtime: string;
  readonly platform: 'linux' | 'darwin' | 'win32';
  /** Whether the shell has a native menu, so that the in-page one is not shown. */
  readonly nativeMenu: boolean;
  readonly home: string;
  /** Which requests move entries of this computer to the trash, `entry.trash` or `shell.trash`; undefined: there is none. */
  readonly trash: 'entry' | 'shell' | undefined;
  /** Where the panes begin; undefined: left at home, right empty. */
  readonly left: Location | undefined;
  readonly right: Location | undefined;
  /** Why a pane's starting location could not be opened. */
  readonly startErrors: readonly ErrorRecord[];
  readonly sessions: readonly Session[];
  readonly server: ServerState;
  /** A folder to suggest for the local server, as the platform writes it; it exists or is made when the server starts. */
  readonly suggestedShare: string;
  readonly summary: TransferSummary;
  readonly conflicts: readonly Conflict[];
  readonly preflights: readonly Preflight[];
}

export interface SessionOpen {
  readonly link?: string | undefined;
  readonly endpoint?: Endpoint | undefined;
  readonly token?: string | undefined;
  readonly trust?: string | undefined;
  readonly site?: string | undefined;
  /** The offer whose key is to be used, for the address it came with only. */
  readonly offer?: number | undefined;
  /** With `site` and a key: whether it is kept beyond this run. */
  readonly remember?: boolean | undefined;
}

/** A link from outside, taken apart; its key stays on the main side. */
export interface LinkOffer {
  readonly id: number;
  readonly endpoint: Endpoint;
  readonly path: string;
  readonly hasToken: boolean;
}

/**
 * What becomes of a site's key. `set` without token and offer changes only whether the present one is remembered; `copy` takes that
 * of another site.
 */
export type SiteKeyChange =
  | {
      readonly change: 'set';
      readonly token?: string | undefined;
      readonly offer?: number | undefined;
      readonly remember: boolean;
    }
  | { readonly change: 'copy'; readonly site: string }
  | { readonly change: 'forget' };

export type RequestName = keyof Requests;
export type EventName = keyof Events;
export type Params<K extends RequestName> = Requests[K]['params'];
export type Result<K extends RequestName> = Requests[K]['result'];

export type Reply<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ErrorRecord };

/** One event as it crosses the bridge. */
export type EventMessage = { [K in EventName]: { readonly event: K; readonly payload: Events[K] } }[EventName];

/** What the preload script puts into the page as `window.ferry`, and what the WebSocket bridge imitates. */
export interface Bridge {
  request<K extends RequestName>(name: K, params: Params<K>): Promise<Reply<Result<K>>>;
  /** Returns the function that ends the subscription. */
  onEvent(listener: (message: EventMessage) => void): () => void;
  /** The path of a file dropped from the desktop; undefined where the shell can't know it. */
  pathForFile(file: unknown): string | undefined;
}
