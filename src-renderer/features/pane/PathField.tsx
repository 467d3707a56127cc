import { Folder } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { localEndpoint } from '../../../src-shared/model/location.ts';
import type { PaneSide } from '../../store/state.ts';
import { getState, updatePane, useWords } from '../../store/store.ts';
import { visibleName } from '../../text/visibleName.ts';
import { completions, type Folders } from './completion.ts';
import { toNativePath } from './nativePath.ts';
import { goToTyped } from './navigation.ts';
import { focusPane } from './paneFocus.ts';

/** The path as text. Folders that fit are offered while it is typed: arrow keys choose one, Tab takes it. */
export function PathField({ side }: { readonly side: PaneSide }) {
  const { text } = useWords();
  const [value, setValue] = useState(() => presentPath(side));
  const [offers, setOffers] = useState<readonly string[]>([]);
  const [chosen, setChosen] = useState(-1);
  const field = useRef<HTMLInputElement>(null);
  const folders = useRef<Folders>(new Map());
  const asked = useRef('');
  const listId = `${side}-path-offers`;

  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);

  const type = (typed: string): void => {
    setValue(typed);
    setChosen(-1);
    asked.current = typed;
    void completions(side, typed, folders.current).then((found) => {
      // Answers to earlier letters come too late.
      if (asked.current === typed) setOffers(found);
    });
  };
  const go = (path: string): void => {
    focusPane(side);
    // As it stands it leads here, whatever a typed path may mean.
    if (path === presentPath(side)) updatePane(side, { editingPath: false });
    else void goToTyped(side, path);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const offer = offers[chosen];
    if (event.key === 'Enter') go(offer ?? value);
    else if (event.key === 'Escape') {
      focusPane(side);
      updatePane(side, { editingPath: false });
    } else if (event.key === 'Tab' && !event.shiftKey && offers.length > 0) type(offer ?? offers[0] ?? value);
    else if (event.key === 'ArrowDown' && offers.length > 0) setChosen((chosen + 1) % offers.length);
    else if (event.key === 'ArrowUp' && offers.length > 0) setChosen((chosen <= 0 ? offers.length : chosen) - 1);
    else return;
    event.preventDefault();
  };

  return (
    <div className="path-edit">
      <input
        ref={field}
        className="input path-field"
        type="text"
        aria-label={text.pane.path}
        aria-autocomplete="list"
        {...(offers.length > 0 ? { 'aria-controls': listId } : {})}
        {...(chosen >= 0 ? { 'aria-activedescendant': `${listId}-${chosen}` } : {})}
        placeholder={text.pane.pathHint}
        spellCheck={false}
        autoComplete="off"
        value={value}
        onChange={(event) => type(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => updatePane(side, { editingPath: false })}
      />
      {offers.length === 0 ? null : (
        <div
          role="listbox"
          tabIndex={-1}
          id={listId}
          aria-label={text.pane.suggestions}
          className="popover path-offers"
          // The field keeps the keyboard.
          onMouseDown={(event) => event.preventDefault()}
        >
          {offers.map((offer, at) => (
            <div
              key={offer}
              role="option"
              tabIndex={-1}
              id={`${listId}-${at}`}
              className="menu-item"
              aria-selected={at === chosen}
              data-focused={at === chosen || undefined}
              onClick={() => go(offer)}
            >
              <Folder size={14} aria-hidden="true" />
              <span className="ellipsis">{visibleName(lastPart(offer))}</span>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

function lastPart(path: string): string {
  return path.slice(0, -1).split(/[\\/]/).pop() ?? path;
}

function presentPath(side: PaneSide): string {
  const { panes, app } = getState();
  const { location } = panes[side];
  if (location === undefined) return '';
  return location.endpoint === localEndpoint && app !== undefined ? toNativePath(location.path, app.platform) : location.path;
}
