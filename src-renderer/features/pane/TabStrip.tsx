import { Plus, X } from 'lucide-react';
import { type KeyboardEvent, useRef, type WheelEvent } from 'react';
import { flushSync } from 'react-dom';
import { type Location, localEndpoint } from '../../../src-shared/model/location.ts';
import { baseName } from '../../../src-shared/model/path.ts';
import { commandKeyLabel } from '../../commands/bindings.ts';
import type { PaneSide, State } from '../../store/state.ts';
import { useStore, useWords } from '../../store/store.ts';
import type { Words } from '../../text/text.ts';
import { visibleName } from '../../text/visibleName.ts';
import { IconButton } from '../../ui/Button.tsx';
import { focusPane } from './paneFocus.ts';
import { closeTab, openTab, showTab } from './tabs.ts';
import { useShownTab } from './useShownTab.ts';
import { useTabDrag } from './useTabDrag.ts';

/** The tabs of a pane: drag them to another place or to the other pane; what is dragged over one springs it open. */
export function TabStrip({ side }: { readonly side: PaneSide }) {
  const words = useWords();
  const { text } = words;
  const tabs = useStore((state) => state.panes[side].tabs);
  const active = useStore((state) => state.panes[side].activeTab);
  const location = useStore((state) => state.panes[side].location);
  const sessions = useStore((state) => state.sessions);
  const strip = useRef<HTMLDivElement>(null);
  useShownTab(strip, active, tabs);
  const { dropAt, spring, handlersOf, stripHandlers } = useTabDrag(side, strip);

  const onKeyDown = (event: KeyboardEvent, at: number): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const tab = tabs[at];
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || tab === undefined) return;
    if (step !== 0) {
      const next = tabs[(at + step + tabs.length) % tabs.length];
      if (next !== undefined) flushSync(() => showTab(side, next.id));
      focusActiveTab(strip.current);
    } else if (event.key === 'Delete') {
      flushSync(() => closeTab(side, tab.id));
      focusActiveTab(strip.current);
    } else if (event.key === 'Enter' || event.key === ' ' || event.key === 'Escape') focusPane(side);
    else return;
    event.preventDefault();
  };

  const pane = side === 'left' ? text.pane.left : text.pane.right;
  return (
    <div className="tab-strip" {...stripHandlers}>
      <div role="tablist" aria-label={text.pane.tabs(pane)} className="pane-tabs" ref={strip} onWheel={scrollAlong}>
        {tabs.map((tab, at) => {
          const place = tab.id === active ? location : tab.location;
          const title = tabTitle({ sessions }, place, words);
          return (
            <div
              key={tab.id}
              role="tab"
              data-tab={tab.id}
              className="pane-tab"
              aria-selected={tab.id === active}
              aria-label={title}
              title={place === undefined ? title : visibleName(place.path)}
              tabIndex={tab.id === active ? 0 : -1}
              draggable
              data-before={dropAt === at || undefined}
              data-after={(dropAt === tabs.length && at === tabs.length - 1) || undefined}
              data-spring={spring === tab.id || undefined}
              onClick={() => {
                showTab(side, tab.id);
                focusPane(side);
              }}
              onAuxClick={(event) => {
                if (event.button === 1) closeTab(side, tab.id);
              }}
              onKeyDown={(event) => onKeyDown(event, at)}
              {...handlersOf(tab.id, at)}
            >
              <span className="ellipsis">{title}</span>
              {tabs.length === 1 ? null : (
                // For the pointer; the keyboard has Delete here and Ctrl+W everywhere.
                <span
                  className="pane-tab-close"
                  aria-hidden="true"
                  onClick={(event) => {
                    event.stopPropagation();
                    closeTab(side, tab.id);
                  }}
                >
                  <X size={12} />
                </span>
              )}
            </div>
          );
        })}
      </div>
      <IconButton label={text.pane.newTab} keys={commandKeyLabel('tab.new')} onPress={() => openTab(side)}>
        <Plus size={14} />
      </IconButton>
    </div>
  );
}

/** A wheel that turns in one direction scrolls the only one there is. */
function scrollAlong({ currentTarget, deltaX, deltaY }: WheelEvent<HTMLElement>): void {
  if (deltaX === 0) currentTarget.scrollLeft += deltaY;
}

/** At once, not in the next frame: the next key may be there before it, and belongs to this tab. */
function focusActiveTab(strip: HTMLElement | null): void {
  strip?.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]')?.focus();
}

function tabTitle({ sessions }: Pick<State, 'sessions'>, place: Location | undefined, { text }: Words): string {
  if (place === undefined) return text.pane.emptyTab;
  const name = visibleName(baseName(place.path));
  if (name !== '') return name;
  if (place.endpoint === localEndpoint) return '/';
  return sessions.find((session) => session.id === place.endpoint)?.label ?? '/';
}
