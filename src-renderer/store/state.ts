import type { Language } from '../../src-shared/commands.ts';
import type { ErrorRecord } from '../../src-shared/errors.ts';
import type { AppStart, LinkOffer, ReceiptPlace, SessionOpen } from '../../src-shared/ipc/contract.ts';
import type { Entry, Space } from '../../src-shared/model/entry.ts';
import type { Endpoint, Location } from '../../src-shared/model/location.ts';
import { noPlaces, type Places, type Site } from '../../src-shared/model/places.ts';
import type { Preflight } from '../../src-shared/model/preflight.ts';
import type { ServerState } from '../../src-shared/model/server.ts';
import { defaultSettings, type Settings } from '../../src-shared/model/settings.ts';
import type { Session } from '../../src-shared/model/session.ts';
import type { Conflict, Transfer, TransferGroup, TransferSummary } from '../../src-shared/model/transfer.ts';
import type { LinkState } from '../bridge/linkState.ts';
import type { SortOrder } from '../listing/entryOrder.ts';
import { Listing } from '../listing/listing.ts';
import { Selection } from '../listing/selection.ts';

export type PaneSide = 'left' | 'right';
export const paneSides: readonly PaneSide[] = ['left', 'right'];

export interface Notice {
  readonly tone: 'note' | 'problem';
  readonly text: string;
}

/** The row whose name is being edited in its place. */
export interface RenameState {
  readonly directory: Location;
  /** The present name. */
  readonly name: string;
  readonly typed: string;
  readonly problem: string | undefined;
  /** The new name is on its way. */
  readonly busy: boolean;
}

/** What a tab holds while another one of its pane is shown. */
export type TabContents = Pick<
  PaneState,
  'location' | 'phase' | 'error' | 'listing' | 'selection' | 'sort' | 'filter' | 'space' | 'back' | 'forward'
>;

export interface Tab extends TabContents {
  readonly id: number;
}

export interface PaneState {
  /** The tabs in their order. The active one's contents are the pane's own; its record here may be older. */
  readonly tabs: readonly Tab[];
  readonly activeTab: number;
  /** Places of closed tabs, the last one closed at the end. */
  readonly closedTabs: readonly Location[];
  /** Where the tab has been, the nearest at the end. */
  readonly back: readonly Location[];
  readonly forward: readonly Location[];
  /** Where the pane is, or is going while `phase` is `loading`; undefined: it shows nothing yet. */
  readonly location: Location | undefined;
  readonly phase: 'empty' | 'loading' | 'ready' | 'failed';
  readonly error: ErrorRecord | undefined;
  /** What the rows show; while another directory loads, still the one before. Changed in place: see `revision`. */
  readonly listing: Listing;
  readonly selection: Selection;
  /** Grows whenever the listing or the selection was changed in place. */
  readonly revision: number;
  /** Grows when the cursor should be brought into view. */
  readonly reveal: number;
  readonly sort: SortOrder;
  /** What the filter field holds; a part of a name or a pattern. */
  readonly filter: string;
  readonly editingPath: boolean;
  readonly rename: RenameState | undefined;
  readonly notice: Notice | undefined;
  readonly space: Space | undefined;
}

/** Where a session that is being opened will be shown, and how it is reached. */
export interface SessionAttempt {
  readonly side: PaneSide;
  readonly open: SessionOpen;
  readonly address: string;
  /** Where to go on the server; its own suggestion when undefined. */
  readonly path?: string | undefined;
  /** What the other pane shows once it is open. */
  readonly alongside?: Location | undefined;
}

/** What the Connect dialog begins with; a link before an offer before an endpoint. */
export interface ConnectStart {
  readonly side: PaneSide;
  readonly link?: string | undefined;
  readonly offer?: LinkOffer | undefined;
  readonly endpoint?: Endpoint | undefined;
  readonly path?: string | undefined;
  readonly site?: string | undefined;
  readonly error?: ErrorRecord | undefined;
}

/** A site that is not saved yet, with the key that was typed or came with an offer. */
export interface SiteDraft {
  readonly site: Omit<Site, 'id'>;
  readonly token?: string | undefined;
  readonly offer?: number | undefined;
}

export type DialogState =
  | ({ readonly kind: 'connect' } & ConnectStart)
  | { readonly kind: 'unknown-server'; readonly attempt: SessionAttempt; readonly pin: string }
  | { readonly kind: 'identity-changed'; readonly address: string; readonly expected: string | undefined; readonly shown: string }
  | { readonly kind: 'sites'; readonly side: PaneSide; readonly draft?: SiteDraft }
  | { readonly kind: 'bookmarks' }
  | { readonly kind: 'start-server' }
  | { readonly kind: 'new-folder'; readonly side: PaneSide; readonly directory: Location }
  | { readonly kind: 'new-file'; readonly side: PaneSide; readonly directory: Location }
  | { readonly kind: 'rename'; readonly side: PaneSide; readonly directory: Location; readonly entry: Entry }
  | {
      readonly kind: 'delete';
      readonly side: PaneSide;
      readonly directory: Location;
      readonly entries: readonly Entry[];
      /** Not to the trash, where there is one. */
      readonly forGood: boolean;
    }
  | { readonly kind: 'pattern'; readonly side: PaneSide; readonly select: boolean }
  | { readonly kind: 'palette' }
  | { readonly kind: 'properties'; readonly side: PaneSide; readonly directory: Location; readonly entries: readonly Entry[] }
  | { readonly kind: 'preview'; readonly side: PaneSide; readonly directory: Location; readonly entry: Entry }
  | { readonly kind: 'settings' }
  | { readonly kind: 'speed-limit' }
  | { readonly kind: 'save-receipts'; readonly places: readonly ReceiptPlace[] }
  | {
      readonly kind: 'download-to';
      readonly from: readonly Location[];
      /** Those of the paths that are known to be folders'. */
      readonly folders: ReadonlySet<string>;
      /** They were dragged out of the window, and could not be handed over. */
      readonly dragged: boolean;
    }
  | { readonly kind: 'keys' }
  | { readonly kind: 'about' };

/** Entries that were cut or copied, to be pasted elsewhere. */
export interface ClipboardState {
  readonly move: boolean;
  readonly directory: Location;
  readonly names: ReadonlySet<string>;
  /** Those of the names that are known to be folders. */
  readonly folders: ReadonlySet<string>;
}

/** Synchronized browsing: both panes show the same way below their roots. */
export interface SyncState {
  readonly roots: Readonly<Record<PaneSide, Location>>;
  /** Where a pane could not follow, and whether that is because there is no such folder. */
  readonly stuck?: { readonly side: PaneSide; readonly target: Location; readonly missing: boolean } | undefined;
}

/** In the tab that is shown. */
export interface TransferSelection {
  readonly ids: ReadonlySet<number>;
  /** The transfer under the cursor, when it is known. */
  readonly cursor: Transfer | undefined;
}

export interface ContextMenuState {
  /** What it is about; `space`: the folder that the pane shows; `transfers`: the rows that are selected in the panel. */
  readonly of: 'entries' | 'space' | 'columns' | 'transfers';
  readonly side: PaneSide;
  readonly x: number;
  readonly y: number;
}

export interface State {
  readonly link: LinkState;
  /** Undefined until the application has answered. */
  readonly app: AppStart | undefined;
  readonly startError: ErrorRecord | undefined;
  readonly language: Language;
  readonly sessions: readonly Session[];
  readonly server: ServerState;
  readonly places: Places;
  readonly summary: TransferSummary;
  readonly running: readonly Transfer[];
  readonly conflicts: readonly Conflict[];
  readonly preflights: readonly Preflight[];
  readonly panes: Readonly<Record<PaneSide, PaneState>>;
  readonly focused: PaneSide;
  readonly showHidden: boolean;
  readonly settings: Settings;
  /** Settings whose stored values were ignored; see `settings.get`. */
  readonly settingProblems: readonly string[];
  readonly transfersOpen: boolean;
  readonly transfersTab: TransferGroup;
  readonly transferSelection: TransferSelection;
  readonly dialog: DialogState | undefined;
  /** A link from outside that waits until no dialog is open. */
  readonly offered: LinkOffer | undefined;
  /** The pane whose list of places is open. */
  readonly placesOpen: PaneSide | undefined;
  readonly sync: SyncState | undefined;
  readonly contextMenu: ContextMenuState | undefined;
  readonly clipboard: ClipboardState | undefined;
  /** The last thing worth saying aloud; the number tells repeated sentences apart. */
  readonly announcement: { readonly text: string; readonly number: number; readonly problem: boolean };
}

/** The listing of a pane that shows nothing. */
export const nowhere: Location = { endpoint: 'none', path: '/' };
export const defaultSort: SortOrder = { column: 'name', descending: false };

export const firstTab = 0;

export function emptyContents(): TabContents {
  return {
    location: undefined,
    phase: 'empty',
    error: undefined,
    listing: new Listing(nowhere, defaultSort, false),
    selection: new Selection(),
    sort: defaultSort,
    filter: '',
    space: undefined,
    back: [],
    forward: [],
  };
}

export function emptyPane(): PaneState {
  const contents = emptyContents();
  return {
    ...contents,
    tabs: [{ id: firstTab, ...contents }],
    activeTab: firstTab,
    closedTabs: [],
    revision: 0,
    reveal: 0,
    editingPath: false,
    rename: undefined,
    notice: undefined,
  };
}

export function initialState(): State {
  return {
    link: 'connecting',
    app: undefined,
    startError: undefined,
    language: 'en',
    sessions: [],
    server: { state: 'stopped' },
    places: noPlaces,
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
    running: [],
    conflicts: [],
    preflights: [],
    panes: { left: emptyPane(), right: emptyPane() },
    focused: 'left',
    showHidden: false,
    settings: defaultSettings,
    settingProblems: [],
    transfersOpen: true,
    transfersTab: 'running',
    transferSelection: { ids: new Set(), cursor: undefined },
    dialog: undefined,
    offered: undefined,
    placesOpen: undefined,
    sync: undefined,
    contextMenu: undefined,
    clipboard: undefined,
    announcement: { text: '', number: 0, problem: false },
  };
}
