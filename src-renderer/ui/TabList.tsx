import { type KeyboardEvent, type ReactNode, useRef } from 'react';

interface TabItem<Key extends string> {
  readonly key: Key;
  readonly contents: ReactNode;
}

interface TabListProps<Key extends string> {
  /** Its accessible name. */
  readonly label: string;
  readonly tabs: readonly TabItem<Key>[];
  readonly selected: Key;
  readonly onSelect: (key: Key) => void;
  /** After a click, also one on the tab that is selected. */
  readonly onClick?: () => void;
  /** Before the ids that join tabs and panel; one for the whole page. */
  readonly idPrefix: string;
}

/** One stop of the Tab key; arrows, Home and End go to another tab and show it at once. */
export function TabList<Key extends string>(props: TabListProps<Key>) {
  const { label, tabs, selected, onSelect, onClick, idPrefix } = props;
  const list = useRef<HTMLDivElement>(null);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const present = tabs.findIndex(({ key }) => key === selected);
    const at = placeAfter(event.key, present, tabs.length);
    const tab = at === undefined ? undefined : tabs[at];
    if (at === undefined || tab === undefined) return;
    event.preventDefault();
    list.current?.querySelectorAll<HTMLElement>('[role="tab"]')[at]?.focus();
    onSelect(tab.key);
  };

  return (
    <div role="tablist" aria-label={label} className="tab-list" ref={list}>
      {tabs.map(({ key, contents }) => (
        <button
          key={key}
          type="button"
          role="tab"
          id={tabId(idPrefix, key)}
          className="tab"
          aria-selected={key === selected}
          {...(key === selected ? { 'aria-controls': panelId(idPrefix, key) } : {})}
          tabIndex={key === selected ? 0 : -1}
          onKeyDown={onKeyDown}
          onClick={() => {
            onSelect(key);
            onClick?.();
          }}
        >
          {contents}
        </button>
      ))}
    </div>
  );
}

/** What the selected tab shows. Something in it must take the Tab key: it does not by itself. */
export function TabPanel({ idPrefix, tab, children }: { idPrefix: string; tab: string; children: ReactNode }) {
  return (
    <div role="tabpanel" id={panelId(idPrefix, tab)} aria-labelledby={tabId(idPrefix, tab)} className="tab-panel">
      {children}
    </div>
  );
}

function placeAfter(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
      return (at + 1) % count;
    case 'ArrowLeft':
      return (at - 1 + count) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

const tabId = (prefix: string, key: string): string => `${prefix}-tab-${key}`;
const panelId = (prefix: string, key: string): string => `${prefix}-panel-${key}`;
