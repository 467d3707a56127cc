import type { Location } from '../../src-shared/model/location.ts';
import { type PaneSide, paneSides, type PaneState } from './state.ts';
import { useStore } from './store.ts';

const key = 'ferry.panes';

/** The tabs of a pane, and which of them is shown. */
export interface KeptTabs {
  readonly tabs: readonly Location[];
  readonly active: number;
}

type Kept = Partial<Record<PaneSide, KeptTabs>>;

/** Where the panes were before the page was loaded again. The page's own storage: another window knows nothing of it. */
export function rememberedTabs(): Kept {
  try {
    const stored: unknown = JSON.parse(window.sessionStorage.getItem(key) ?? '{}');
    const kept: Kept = {};
    for (const side of paneSides) {
      const pane: unknown = Reflect.get(Object(stored), side);
      const tabs: unknown = Reflect.get(Object(pane), 'tabs');
      const active: unknown = Reflect.get(Object(pane), 'active');
      if (Array.isArray(tabs)) kept[side] = { tabs: tabs.filter(isLocation), active: typeof active === 'number' ? active : 0 };
    }
    return kept;
  } catch {
    return {};
  }
}

/** Keeps the panes' places from now on. */
export function rememberTabs(): void {
  let written = '';
  useStore.subscribe((state, before) => {
    if (state.panes === before.panes) return;
    const left = keptTabs(state.panes.left);
    const right = keptTabs(state.panes.right);
    const text = JSON.stringify({ ...(left === undefined ? {} : { left }), ...(right === undefined ? {} : { right }) });
    if (text === written) return;
    written = text;
    window.sessionStorage.setItem(key, text);
  });
}

function keptTabs(pane: PaneState): KeptTabs | undefined {
  const places = pane.tabs.map((tab) => ({ id: tab.id, place: tab.id === pane.activeTab ? pane.location : tab.location }));
  const known = places.flatMap(({ id, place }) => (place === undefined ? [] : [{ id, place }]));
  if (known.length === 0) return undefined;
  return {
    tabs: known.map(({ place }) => place),
    active: Math.max(
      0,
      known.findIndex(({ id }) => id === pane.activeTab),
    ),
  };
}

function isLocation(value: unknown): value is Location {
  if (typeof value !== 'object' || value === null) return false;
  return 'endpoint' in value && typeof value.endpoint === 'string' && 'path' in value && typeof value.path === 'string';
}
