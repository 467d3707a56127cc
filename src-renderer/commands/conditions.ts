import type { Command, Condition } from '../../src-shared/commands.ts';
import { localEndpoint } from '../../src-shared/model/location.ts';
import type { SessionFeatures } from '../../src-shared/model/session.ts';
import { isIdle } from '../../src-shared/model/transfer.ts';
import { coverOf } from '../features/pane/cover.ts';
import { reachable } from '../features/pane/history.ts';
import type { PaneState, State } from '../store/state.ts';

/** What holds now, for the menus, the keys and the native menu. */
export function presentConditions(state: State): ReadonlySet<Condition> {
  const holds = new Set<Condition>();
  const pane = state.panes[state.focused];
  const other = state.panes[state.focused === 'left' ? 'right' : 'left'];
  const open = pane.location !== undefined && pane.phase !== 'failed';
  if (open) {
    holds.add('pane-open');
    // A copy may wait for a connection that comes back; of one that is closed nobody sees what would be copied.
    if (coverOf(state, state.focused) !== 'closed') {
      const { cursor, selected } = rowsOf(pane);
      if (cursor) holds.add('cursor');
      if (selected > 0 || cursor) holds.add('selection');
      if (selected === 1 || (selected === 0 && cursor)) holds.add('single-selection');
    }
    const features = featuresOf(state, pane.location.endpoint);
    if (features?.writable === true) holds.add('writable');
    if (features?.directories === true) holds.add('folders');
    if (features?.rename === true) holds.add('renames');
  }
  if (state.clipboard !== undefined) holds.add('clipboard');
  if (other.location !== undefined && other.phase !== 'failed') holds.add('other-pane-open');
  if (pane.location !== undefined) {
    if (pane.location.endpoint !== localEndpoint) holds.add('remote-session');
    if (pane.location.path !== '/') holds.add('can-go-up');
  }
  if (reachable(state, pane.back).length > 0) holds.add('can-go-back');
  if (reachable(state, pane.forward).length > 0) holds.add('can-go-forward');
  if (pane.tabs.length > 1) holds.add('several-tabs');
  if (pane.closedTabs.length > 0) holds.add('closed-tabs');
  holds.add(state.server.state === 'running' ? 'server-running' : 'server-stopped');
  const { counts } = state.summary;
  holds.add(state.summary.paused ? 'queue-held' : 'queue-going');
  if (!isIdle(state.summary)) holds.add('transfers-active');
  if (counts.failed > 0) holds.add('transfers-failed');
  if (counts.done > 0) holds.add('transfers-ended');
  if (state.transferSelection.ids.size > 0) {
    holds.add('rows-selected');
    if (state.transfersTab === 'queued') holds.add('rows-waiting');
    if (state.transfersTab === 'queued' || state.transfersTab === 'running') holds.add('rows-going');
    if (state.transfersTab === 'failed') holds.add('rows-failed');
  }
  return holds;
}

interface ShownRows {
  readonly cursor: boolean;
  /** 0, 1, or 2 for more. */
  readonly selected: number;
}
const known = new WeakMap<PaneState, ShownRows>();

/** Every change of anything asks for the conditions, and what is selected may stand at the end of a long list. */
function rowsOf(pane: PaneState): ShownRows {
  const before = known.get(pane);
  if (before !== undefined) return before;
  const { listing, selection } = pane;
  const rows = { cursor: listing.rowOf(selection.focus) >= 0, selected: selection.countShown(listing, 2) };
  known.set(pane, rows);
  return rows;
}

export function isEnabled(command: Command, holds: ReadonlySet<Condition>): boolean {
  return command.when?.every((condition) => holds.has(condition)) ?? true;
}

type ChangeFeatures = Pick<SessionFeatures, 'writable' | 'directories' | 'rename'>;

/** What can be changed at an endpoint; undefined unless its session is open. */
function featuresOf(state: State, endpoint: string): ChangeFeatures | undefined {
  if (endpoint === localEndpoint) return { writable: true, directories: true, rename: true };
  return state.sessions.find((session) => session.id === endpoint && session.state === 'open')?.features;
}
