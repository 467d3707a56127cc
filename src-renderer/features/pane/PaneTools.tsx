import { ListFilter, X } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import type { PaneSide } from '../../store/state.ts';
import { useStore, useWords } from '../../store/store.ts';
import { clearFilter, leaveFilter, setFilter } from './filtering.ts';
import { TabStrip } from './TabStrip.tsx';

/** The row between a pane's head and its list. */
export function PaneTools({ side }: { readonly side: PaneSide }) {
  const open = useStore((state) => state.panes[side].location !== undefined);
  return (
    <div className="pane-tools">
      <TabStrip side={side} />
      {open ? <FilterField side={side} /> : null}
    </div>
  );
}

function FilterField({ side }: { readonly side: PaneSide }) {
  const { text } = useWords();
  const filter = useStore((state) => state.panes[side].filter);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') clearFilter(side);
    else if (event.key === 'Enter' || event.key === 'ArrowDown') leaveFilter(side);
    else return;
    event.preventDefault();
  };

  return (
    <div className="filter" data-active={filter !== '' || undefined}>
      <ListFilter size={13} aria-hidden="true" />
      <input
        type="search"
        className="input filter-field"
        aria-label={text.pane.filter}
        placeholder={text.pane.filter}
        title={text.pane.filterHint}
        spellCheck={false}
        autoComplete="off"
        value={filter}
        onChange={(event) => setFilter(side, event.target.value)}
        onKeyDown={onKeyDown}
      />
      {filter === '' ? null : (
        <button
          type="button"
          className="filter-clear"
          tabIndex={-1}
          aria-label={text.pane.clearFilter}
          onClick={() => clearFilter(side)}
        >
          <X size={13} aria-hidden="true" />
        </button>
      )}
    </div>
  );
}
