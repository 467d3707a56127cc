import { ArrowDown, ArrowUp, CornerDownLeft, Trash2 } from 'lucide-react';
import { useRef } from 'react';
import type { Bookmark } from '../../../src-shared/model/places.ts';
import { pressedFor } from '../../commands/bindings.ts';
import { getState, showDialog, useStore, useWords } from '../../store/store.ts';
import { visibleName } from '../../text/visibleName.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { DialogFooter, DialogFrame } from '../../ui/DialogFrame.tsx';
import { openBookmark, setBookmarks } from './bookmarks.ts';
import { endpointLabel } from './place.ts';

/** The bookmarks in their order: renamed in place, moved, removed, opened. A change holds at once. */
export function BookmarksDialog() {
  const { text } = useWords();
  const bookmarks = useStore((state) => state.places.bookmarks);
  const list = useRef<HTMLUListElement>(null);

  const change = (at: number, replacement: readonly Bookmark[]): void => setBookmarks(bookmarks.toSpliced(at, 1, ...replacement));
  const move = (at: number, by: 1 | -1): void => {
    const bookmark = bookmarks[at];
    if (bookmark !== undefined) setBookmarks(bookmarks.toSpliced(at, 1).toSpliced(at + by, 0, bookmark));
  };
  const remove = (at: number): void => {
    change(at, []);
    // The keyboard goes on at the neighbour.
    const fields = list.current?.querySelectorAll<HTMLElement>('input');
    (fields?.[at + 1] ?? fields?.[at - 1])?.focus();
  };

  return (
    <DialogFrame title={text.places.manageTitle} width="wide" onClose={() => showDialog(undefined)}>
      {bookmarks.length === 0 ? <p className="palette-nothing">{text.places.manageEmpty(pressedFor('go.bookmark'))}</p> : null}
      <ul className="bookmarks" ref={list}>
        {bookmarks.map((bookmark, at) => (
          <li key={bookmark.id} className="bookmark">
            <div className="bookmark-words">
              <NameField bookmark={bookmark} onRename={(name) => change(at, [{ ...bookmark, name }])} />
              <BookmarkPlace bookmark={bookmark} />
            </div>
            <IconButton
              label={text.places.open(bookmark.name)}
              onPress={() => {
                showDialog(undefined);
                openBookmark(getState().focused, bookmark.id);
              }}
            >
              <CornerDownLeft size={14} />
            </IconButton>
            <IconButton label={text.places.moveUp(bookmark.name)} isDisabled={at === 0} onPress={() => move(at, -1)}>
              <ArrowUp size={14} />
            </IconButton>
            <IconButton
              label={text.places.moveDown(bookmark.name)}
              isDisabled={at === bookmarks.length - 1}
              onPress={() => move(at, 1)}
            >
              <ArrowDown size={14} />
            </IconButton>
            <IconButton label={text.places.remove(bookmark.name)} onPress={() => remove(at)}>
              <Trash2 size={14} />
            </IconButton>
          </li>
        ))}
      </ul>
      <DialogFooter>
        <Button slot="close" look="primary" autoFocus={bookmarks.length === 0}>
          {text.app.close}
        </Button>
      </DialogFooter>
    </DialogFrame>
  );
}

function NameField({ bookmark, onRename }: { readonly bookmark: Bookmark; readonly onRename: (name: string) => void }) {
  const { text } = useWords();
  const take = (field: HTMLInputElement): void => {
    const name = field.value.trim();
    if (name === '') field.value = bookmark.name;
    else if (name !== bookmark.name) onRename(name);
  };
  return (
    <input
      className="input bookmark-name"
      aria-label={text.places.nameOf(bookmark.name)}
      maxLength={200}
      spellCheck={false}
      autoComplete="off"
      defaultValue={bookmark.name}
      onBlur={(event) => take(event.currentTarget)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') take(event.currentTarget);
      }}
    />
  );
}

function BookmarkPlace({ bookmark }: { readonly bookmark: Bookmark }) {
  const label = useStore((state) => endpointLabel(state, bookmark.place));
  const place = `${label}: ${visibleName(bookmark.place.path)}`;
  return (
    <span className="faint ellipsis bookmark-place" title={place}>
      {place}
    </span>
  );
}
