import { BookMarked, Plug } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { PaneSide } from '../../store/state.ts';
import { showDialog, useStore, useWords } from '../../store/store.ts';
import { ChooserField } from '../../ui/ChooserField.tsx';
import { openSession } from '../sessions/openSession.ts';
import { typedServer } from './openPlace.ts';
import { EncryptionMark, PlaceIcon } from './PlaceIcon.tsx';
import { type PlaceChoice, placeChoices, searchPlaces } from './placeChoices.ts';

type Row = Pick<PlaceChoice, 'id' | 'heading' | 'title' | 'note' | 'encrypted' | 'go'> & {
  readonly group: PlaceChoice['group'] | 'connect' | 'sites';
};

interface PlacesListProps {
  readonly side: PaneSide;
  readonly onDone: () => void;
}

/** Places to go, searched by what is typed; what may be a server's name or a link can be connected to at once. */
export function PlacesList({ side, onDone }: PlacesListProps) {
  const { text } = useWords();
  const state = useStore();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const listId = `${side}-places`;
  const { sessions, places, language, app } = state;
  // Of the whole state, only these decide what is listed.
  // oxlint-disable-next-line react/exhaustive-deps
  const choices = useMemo(() => placeChoices(state), [sessions, places, language, app]);
  const rows = withWays(searchPlaces(choices, typed));
  const current = Math.min(at, rows.length - 1);

  useEffect(() => {
    list.current?.querySelector('[data-focused]')?.scrollIntoView?.({ block: 'nearest' });
  });

  function withWays(found: readonly PlaceChoice[]): readonly Row[] {
    const attempt = typedServer(side, typed);
    if (typed.trim() === '') {
      const ways = { heading: text.connect.title, note: '' };
      return [
        ...found,
        {
          ...ways,
          id: 'connect',
          group: 'connect',
          title: text.places.connectDialog,
          go: () => showDialog({ kind: 'connect', side }),
        },
        { ...ways, id: 'sites', group: 'sites', title: text.places.siteManager, go: () => showDialog({ kind: 'sites', side }) },
      ];
    }
    if (attempt === undefined) return found;
    const title = text.places.connectTo(attempt.address);
    const connect = { id: 'typed', group: 'connect', heading: text.connect.title, title, note: '' } as const;
    return [...found, { ...connect, go: () => void openSession(attempt, 'dialog') }];
  }

  const take = (row: Row | undefined): void => {
    if (row === undefined) return;
    onDone();
    row.go(side);
  };

  return (
    <>
      <ChooserField
        label={text.places.search}
        listId={listId}
        typed={typed}
        onType={(text) => {
          setTyped(text);
          setAt(0);
        }}
        current={current}
        count={rows.length}
        onMove={setAt}
        onTake={() => take(rows[current])}
      />
      <div role="listbox" tabIndex={-1} id={listId} aria-label={text.places.choose} className="places-list" ref={list}>
        {groupsOf(rows).map(({ heading, first, items }) => (
          <div key={heading} role="group" aria-label={heading}>
            <div className="menu-header" aria-hidden="true">
              {heading}
            </div>
            {items.map((row, index) => (
              <div
                key={row.id}
                role="option"
                tabIndex={-1}
                id={`${listId}-${first + index}`}
                className="menu-item"
                aria-selected={first + index === current}
                data-focused={first + index === current || undefined}
                onMouseMove={() => {
                  if (first + index !== current) setAt(first + index);
                }}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => take(row)}
              >
                <RowIcon group={row.group} />
                <span className="ellipsis place-title">{row.title}</span>
                <span className="menu-keys ellipsis place-note">{row.note}</span>
                {row.encrypted === undefined ? null : <EncryptionMark encrypted={row.encrypted} />}
              </div>
            ))}
          </div>
        ))}
      </div>
      {rows.length === 0 ? <p className="palette-nothing">{text.places.nothing}</p> : null}
    </>
  );
}

function RowIcon({ group }: { readonly group: Row['group'] }) {
  if (group === 'connect') return <Plug size={16} aria-hidden="true" />;
  if (group === 'sites') return <BookMarked size={16} aria-hidden="true" />;
  return <PlaceIcon group={group} />;
}

interface RowGroup {
  readonly heading: string;
  /** Number of its first row in the whole list. */
  readonly first: number;
  readonly items: readonly Row[];
}

function groupsOf(rows: readonly Row[]): readonly RowGroup[] {
  const groups: { heading: string; first: number; items: Row[] }[] = [];
  for (const [index, row] of rows.entries()) {
    const last = groups.at(-1);
    if (last?.heading === row.heading) last.items.push(row);
    else groups.push({ heading: row.heading, first: index, items: [row] });
  }
  return groups;
}
