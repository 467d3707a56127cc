import { type ErrorRecord, toErrorRecord } from '../src-shared/errors.ts';
import type { AppStart, EventMessage } from '../src-shared/ipc/contract.ts';
import { type Command, commandKeys, commands } from '../src-shared/commands.ts';
import { onEvent, request, tell } from './bridge/bridge.ts';
import type { LinkState } from './bridge/linkState.ts';
import { isEnabled, presentConditions } from './commands/conditions.ts';
import { checkedCommands, runCommand } from './commands/runCommand.ts';
import { openLocation, receivePage, refreshLocation, refreshPane } from './features/pane/loading.ts';
import { receiveFolderPage } from './features/pane/readFolder.ts';
import { followSync } from './features/pane/synchronized.ts';
import { followShownFolders, tellShownFolders } from './features/pane/shownFolders.ts';
import { restoreTabs } from './features/pane/tabs.ts';
import { homeLocation } from './features/pane/places.ts';
import { followQueue } from './features/transfers/queueEnding.ts';
import { shownAbove } from './features/window/questions.ts';
import { loadSettings } from './store/settings.ts';
import { mirrorEvent, mirrorStart } from './store/mirror.ts';
import { type PaneSide, paneSides, type State } from './store/state.ts';
import { currentWords, getState, notify, setState, useStore } from './store/store.ts';
import { type Location, localEndpoint } from '../src-shared/model/location.ts';
import { type KeptTabs, rememberedTabs, rememberTabs } from './store/panePlaces.ts';
import { errorSentence } from './text/errorSentence.ts';
import { visibleName } from './text/visibleName.ts';

/** Fetches the starting state, fills the panes and follows the main side from then on. */
export async function start(): Promise<void> {
  onEvent(receive);
  followSessions();
  followSync();
  followQueue();
  followShownFolders();
  try {
    await load();
  } catch (error) {
    setState({ startError: toErrorRecord(error) });
  }
}

/** Resolves when each pane has rows, or something else to show, or nothing has come for so many milliseconds. */
export function panesFilled(patience: number): Promise<void> {
  return new Promise((resolve) => {
    const look = ({ panes }: Pick<State, 'panes'>): void => {
      if (!paneSides.every((side) => panes[side].phase !== 'loading' || panes[side].listing.count > 0)) return;
      clearTimeout(timer);
      unsubscribe();
      resolve();
    };
    const timer = setTimeout(() => {
      unsubscribe();
      resolve();
    }, patience);
    const unsubscribe = useStore.subscribe(look);
    look(getState());
  });
}

/** @throws AppError */
async function load(): Promise<void> {
  const first = getState().app === undefined;
  const [app, { places }] = await Promise.all([request('app.start', {}), request('places.get', {}), loadSettings()]);
  mirrorStart(app);
  setState({ places });
  if (first) fillPanes(app);
  else {
    tellShownFolders();
    for (const side of paneSides) void refreshPane(side);
  }
}

function fillPanes(app: AppStart): void {
  if (app.nativeMenu) followMenu();
  const kept = rememberedTabs();
  rememberTabs();
  fillPane(app, 'left', kept.left, app.left ?? homeLocation(localEndpoint));
  fillPane(app, 'right', kept.right, app.right);
  for (const error of app.startErrors) {
    notify(app.left === undefined ? 'left' : 'right', { tone: 'problem', text: startProblem(error) });
  }
}

function fillPane(app: AppStart, side: PaneSide, kept: KeptTabs | undefined, otherwise: Location | undefined): void {
  const tabs = kept?.tabs.filter((place) => isPresent(app, place)) ?? [];
  const shown = kept?.tabs[kept.active];
  const active = shown !== undefined && isPresent(app, shown) ? tabs.indexOf(shown) : 0;
  if (tabs.length > 0) restoreTabs(side, tabs, active);
  else if (otherwise !== undefined) void openLocation(side, otherwise);
}

function startProblem(error: ErrorRecord): string {
  const damaged = /([^/\\]+)\.damaged$/.exec(error.path ?? '')?.[1];
  return damaged === undefined ? errorSentence(currentWords(), error) : currentWords().text.places.damaged(damaged);
}

/** A place whose session is gone is none. */
function isPresent(app: AppStart, place: Location): boolean {
  return place.endpoint === localEndpoint || app.sessions.some((session) => session.id === place.endpoint);
}

/** The browser shell's socket may drop and come back: then everything is asked anew. */
export function linkChanged(link: LinkState): void {
  const before = getState().link;
  if (before === 'ended') return;
  setState({ link });
  // When the socket drops again, the next welcome tries once more.
  if (link === 'open' && before === 'lost') load().catch(() => undefined);
}

function receive(message: EventMessage): void {
  if (mirrorEvent(message)) return;
  if (message.event === 'listing.page') {
    receivePage(message.payload);
    receiveFolderPage(message.payload);
  } else if (message.event === 'directory.changed') refreshLocation(message.payload.location);
  else if (message.event === 'command.run' && runsNow(getState(), message.payload.command)) runCommand(message.payload.command);
}

/** A session that is open again shows its folder again. */
function followSessions(): void {
  useStore.subscribe((state, before) => {
    if (state.sessions === before.sessions) return;
    for (const side of paneSides) {
      const endpoint = state.panes[side].location?.endpoint;
      const now = state.sessions.find((session) => session.id === endpoint)?.state;
      const then = before.sessions.find((session) => session.id === endpoint)?.state;
      if (now === 'open' && then !== undefined && then !== 'open') void refreshPane(side);
    }
  });
}

/** A native menu stands beside every dialog, which has the window to itself. */
function runsNow(state: State, command: Command['id']): boolean {
  return command === 'app.quit' || shownAbove(state) === undefined;
}

/** Tells a native menu what is enabled and checked, whenever that changes. */
function followMenu(): void {
  let told = '';
  const look = (): void => {
    const state = getState();
    const holds = presentConditions(state);
    const enabled = (commands as readonly Command[])
      .filter((command) => isEnabled(command, holds) && runsNow(state, command.id))
      .map((command) => command.id);
    const checked = checkedCommands(state);
    const { language } = state;
    const keys = Object.fromEntries(
      commands.flatMap(({ id }) => {
        const [key] = commandKeys(id, state.settings);
        return key === undefined ? [] : [[id, key] as const];
      }),
    );
    const bookmarks = state.places.bookmarks.map(({ id, name }) => ({ id, name: visibleName(name) }));
    const next = JSON.stringify([enabled, checked, language, keys, bookmarks]);
    if (next === told) return;
    told = next;
    tell('shell.menuState', { enabled, checked, language, keys, bookmarks });
  };
  useStore.subscribe(look);
  look();
}
