import { type Location, localEndpoint } from '../../../src-shared/model/location.ts';
import { emptyContents, type PaneSide, type PaneState, type Tab, type TabContents } from '../../store/state.ts';
import { arrangeListing } from '../../store/arranging.ts';
import { getState, otherSide, setState, touchPane, updatePane } from '../../store/store.ts';
import { abandon, openLocation, refreshPane } from './loading.ts';
import { stopCounting } from './folderSizes.ts';
import { focusPane } from './paneFocus.ts';
import { homeLocation } from './places.ts';

const closedKept = 20;
let nextTab = 1;

/** The tabs as they are now, the active one's contents included. */
export function currentTabs(pane: PaneState): readonly Tab[] {
  return pane.tabs.map((tab) => (tab.id === pane.activeTab ? { id: tab.id, ...contentsOf(pane) } : tab));
}

/** A new tab after the active one; it shows the same place unless told another. */
export function openTab(side: PaneSide, place?: Location): void {
  const pane = getState().panes[side];
  const target = place ?? pane.location ?? homeLocation(localEndpoint);
  const tab: Tab = { id: nextTab++, ...emptyContents(), sort: pane.sort };
  const tabs = currentTabs(pane);
  const at = tabs.findIndex(({ id }) => id === pane.activeTab) + 1;
  abandon(side);
  stopCounting(side);
  updatePane(side, { ...contentsOf(tab), tabs: tabs.toSpliced(at, 0, tab), activeTab: tab.id });
  void openLocation(side, target);
}

/** The tabs a page had before it was loaded again; they read their folders when they are shown. */
export function restoreTabs(side: PaneSide, places: readonly Location[], active: number): void {
  const { sort } = getState().panes[side];
  const tabs = places.map((location): Tab => ({ id: nextTab++, ...emptyContents(), sort, location }));
  const shown = tabs[active] ?? tabs[0];
  if (shown?.location === undefined) return;
  updatePane(side, { tabs, activeTab: shown.id });
  void openLocation(side, shown.location);
}

/** Shows a tab as it was left, and reads its folder again. */
export function showTab(side: PaneSide, id: number): void {
  const pane = getState().panes[side];
  const tab = pane.tabs.find((candidate) => candidate.id === id);
  if (tab === undefined || id === pane.activeTab) return;
  abandon(side);
  updatePane(side, { tabs: currentTabs(pane), activeTab: id });
  enter(side, tab);
}

export function stepTab(side: PaneSide, by: 1 | -1): void {
  const { tabs, activeTab } = getState().panes[side];
  const at = tabs.findIndex(({ id }) => id === activeTab);
  const next = tabs[(at + by + tabs.length) % tabs.length];
  if (next !== undefined) showTab(side, next.id);
}

/** The last tab of a pane stays. */
export function closeTab(side: PaneSide, id: number): void {
  const pane = getState().panes[side];
  const tabs = currentTabs(pane);
  const at = tabs.findIndex((tab) => tab.id === id);
  const closed = tabs[at];
  if (closed === undefined || tabs.length === 1) return;
  const closedTabs = closed.location === undefined ? pane.closedTabs : [...pane.closedTabs, closed.location].slice(-closedKept);
  removeTab(side, tabs, at);
  updatePane(side, { closedTabs });
}

export function reopenTab(side: PaneSide): void {
  const { closedTabs } = getState().panes[side];
  const place = closedTabs.at(-1);
  if (place === undefined) return;
  updatePane(side, { closedTabs: closedTabs.slice(0, -1) });
  openTab(side, place);
}

/** Puts a tab before the one that is at `position` now; the end when there is none. */
export function moveTab(side: PaneSide, id: number, position: number): void {
  const tabs = [...currentTabs(getState().panes[side])];
  const from = tabs.findIndex((tab) => tab.id === id);
  const [tab] = from < 0 ? [] : tabs.splice(from, 1);
  if (tab === undefined) return;
  const to = Math.min(Math.max(position > from ? position - 1 : position, 0), tabs.length);
  updatePane(side, { tabs: tabs.toSpliced(to, 0, tab) });
}

export function shiftTab(side: PaneSide, by: 1 | -1): void {
  const { tabs, activeTab } = getState().panes[side];
  const at = tabs.findIndex(({ id }) => id === activeTab);
  moveTab(side, activeTab, by > 0 ? at + 2 : at - 1);
}

/** Into the other pane, where it is shown; the only tab of a pane leaves a copy of itself. */
export function sendTab(side: PaneSide, id: number, position?: number): void {
  const pane = getState().panes[side];
  const tabs = currentTabs(pane);
  const at = tabs.findIndex((tab) => tab.id === id);
  const tab = tabs[at];
  if (tab?.location === undefined) return;
  if (tabs.length > 1) removeTab(side, tabs, at);
  const target = otherSide(side);
  const there = getState().panes[target];
  abandon(target);
  if (there.location === undefined && there.tabs.length === 1) {
    updatePane(target, { tabs: [tab], activeTab: tab.id });
  } else {
    const theirs = currentTabs(there);
    const moved = tabs.length > 1 ? tab : { ...tab, id: nextTab++ };
    const place = position ?? theirs.findIndex((other) => other.id === there.activeTab) + 1;
    updatePane(target, { tabs: theirs.toSpliced(place, 0, moved), activeTab: moved.id });
  }
  enter(target, tab);
  focusPane(target);
}

/** Everything of a pane changes sides: tabs, places, selection. */
export function swapPanes(): void {
  const { left, right } = getState().panes;
  for (const side of ['left', 'right'] as const) {
    abandon(side);
    stopCounting(side);
  }
  const { sync } = getState();
  const roots = sync === undefined ? undefined : { left: sync.roots.right, right: sync.roots.left };
  setState({ panes: { left: right, right: left }, sync: roots === undefined ? undefined : { roots } });
  for (const side of ['left', 'right'] as const) enter(side, contentsOf(getState().panes[side]));
}

/** The other pane shows what this one shows. */
export function mirrorPane(side: PaneSide): void {
  const { location } = getState().panes[side];
  if (location !== undefined) void openLocation(otherSide(side), location);
}

function removeTab(side: PaneSide, tabs: readonly Tab[], at: number): void {
  const pane = getState().panes[side];
  const rest = tabs.toSpliced(at, 1);
  const next = tabs[at]?.id === pane.activeTab ? rest[Math.min(at, rest.length - 1)] : undefined;
  updatePane(side, { tabs: rest });
  if (next === undefined) return;
  abandon(side);
  updatePane(side, { activeTab: next.id });
  enter(side, next);
}

function enter(side: PaneSide, contents: TabContents): void {
  stopCounting(side);
  updatePane(side, { ...contentsOf(contents), notice: undefined, editingPath: false, rename: undefined });
  const { location, listing } = contents;
  if (location === undefined) return;
  arrangeListing(listing, contents);
  touchPane(side, { reveal: true });
  if (listing.location.endpoint === location.endpoint && listing.location.path === location.path) void refreshPane(side);
  else void openLocation(side, location, undefined, 'keep');
}

/** What belongs to the tab, of a pane or of a tab's record. */
function contentsOf(contents: TabContents): TabContents {
  const { location, phase, error, listing, selection, sort, filter, space, back, forward } = contents;
  return { location, phase, error, listing, selection, sort, filter, space, back, forward };
}
