import { toErrorRecord } from '../src-shared/errors.ts';
import { type EventMessage } from '../src-shared/ipc/contract.ts';
import { type Command, commands } from '../src-shared/commands.ts';
import { onEvent, request, tell } from './bridge/bridge.ts';
import type { LinkState } from './bridge/linkState.ts';
import { isEnabled, presentConditions } from './commands/conditions.ts';
import { checkedCommands, runCommand } from './commands/runCommand.ts';
import { openLocation, receivePage, refreshLocation, refreshPane } from './features/pane/loading.ts';
import { homeLocation } from './features/pane/places.ts';
import { mirrorEvent, mirrorStart } from './store/mirror.ts';
import { currentWords, getState, notify, setState, useStore } from './store/store.ts';
import { localEndpoint } from '../src-shared/model/location.ts';
import { errorSentence } from './text/errorSentence.ts';

/** Fetches the starting state, fills the panes and follows the main side from then on. */
export async function start(): Promise<void> {
  onEvent(receive);
  followSessions();
  try {
    mirrorStart(await request('app.start', {}));
  } catch (error) {
    setState({ startError: toErrorRecord(error) });
    return;
  }
  const { app } = getState();
  if (app === undefined) return;
  if (app.nativeMenu) followMenu();
  void openLocation('left', app.left ?? homeLocation(localEndpoint));
  if (app.right !== undefined) void openLocation('right', app.right);
  for (const error of app.startErrors) {
    notify(app.left === undefined ? 'left' : 'right', { tone: 'problem', text: errorSentence(currentWords(), error) });
  }
}

/** The browser shell's socket may drop and come back: then everything is asked anew. */
export function linkChanged(link: LinkState): void {
  const before = getState().link;
  setState({ link });
  if (link === 'open' && before === 'lost') void resume();
}

async function resume(): Promise<void> {
  try {
    const first = getState().app === undefined;
    mirrorStart(await request('app.start', {}));
    if (first) void openLocation('left', getState().app?.left ?? homeLocation(localEndpoint));
    else for (const side of ['left', 'right'] as const) void refreshPane(side);
  } catch {
    // The socket dropped again; the next welcome tries once more.
  }
}

function receive(message: EventMessage): void {
  if (mirrorEvent(message)) return;
  if (message.event === 'listing.page') receivePage(message.payload);
  else if (message.event === 'directory.changed') scheduleRefresh(message.payload.location);
  else if (message.event === 'command.run') runCommand(message.payload.command);
}

const refreshDelay = 250;
const scheduled = new Set<string>();

/** A folder that changes many times in a row is read again once. */
function scheduleRefresh(location: { readonly endpoint: string; readonly path: string }): void {
  const key = `${location.endpoint} ${location.path}`;
  if (scheduled.has(key)) return;
  scheduled.add(key);
  setTimeout(() => {
    scheduled.delete(key);
    refreshLocation(location);
  }, refreshDelay);
}

/** A session that is open again shows its folder again. */
function followSessions(): void {
  useStore.subscribe((state, before) => {
    if (state.sessions === before.sessions) return;
    for (const side of ['left', 'right'] as const) {
      const endpoint = state.panes[side].location?.endpoint;
      const now = state.sessions.find((session) => session.id === endpoint)?.state;
      const then = before.sessions.find((session) => session.id === endpoint)?.state;
      if (now === 'open' && then !== undefined && then !== 'open') void refreshPane(side);
    }
  });
}

/** Tells a native menu what is enabled and checked, whenever that changes. */
function followMenu(): void {
  let told = '';
  const look = (): void => {
    const state = getState();
    const holds = presentConditions(state);
    const enabled = (commands as readonly Command[]).filter((command) => isEnabled(command, holds)).map((command) => command.id);
    const checked = checkedCommands(state);
    const next = JSON.stringify([enabled, checked]);
    if (next === told) return;
    told = next;
    tell('shell.menuState', { enabled, checked });
  };
  useStore.subscribe(look);
  look();
}
