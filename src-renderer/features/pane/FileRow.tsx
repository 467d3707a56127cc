import { memo, type ReactNode } from 'react';
import { type Entry, isDirectoryLike } from '../../../src-shared/model/entry.ts';
import { splitExtension } from '../../../src-shared/model/path.ts';
import type { SideColumn } from '../../../src-shared/model/settings.ts';
import type { FolderSize, Listing } from '../../listing/listing.ts';
import type { Words } from '../../text/text.ts';
import { visibleName } from '../../text/visibleName.ts';
import { EntryIcon } from '../../ui/EntryIcon.tsx';
import { VisibleName } from '../../ui/VisibleName.tsx';

interface FileRowProps {
  readonly id: string;
  /** Its entries stay as they are, so that a row is drawn again for another index only. */
  readonly listing: Listing;
  readonly index: number;
  readonly row: number;
  readonly top: number;
  readonly selected: boolean;
  readonly cursor: boolean;
  readonly folderSize: FolderSize | undefined;
  /** Cut, and not pasted yet. */
  readonly cut: boolean;
  readonly dropTarget: boolean;
  readonly columns: readonly SideColumn[];
  readonly words: Words;
  /** Stands in the name's place while it is edited. */
  readonly field?: ReactNode;
}

/** One entry. Events are handled by the list around it, so that a row costs nothing but its elements. */
export const FileRow = memo(function FileRow({
  id,
  listing,
  index,
  row,
  top,
  selected,
  cursor,
  folderSize,
  cut,
  dropTarget,
  columns,
  words,
  field,
}: FileRowProps) {
  const { text, format } = words;
  const entry = listing.entry(index);
  if (entry === undefined) return null;
  const size = entry.kind === 'file' ? format.size(entry.size) : folderSizeWords(folderSize, words);
  const date = format.date(entry.modified);
  const kind = kindWords(entry, words);
  const [stem, extension] = isDirectoryLike(entry) ? [entry.name, ''] : splitExtension(entry.name);
  return (
    <div
      role="row"
      id={id}
      className="file-row"
      data-row={row}
      data-cursor={cursor || undefined}
      data-cut={cut || undefined}
      data-drop={dropTarget || undefined}
      aria-rowindex={row + 2}
      aria-selected={selected}
      aria-label={[visibleName(entry.name), kind, size, date, cut ? text.clipboard.cut : '']
        .filter((part) => part !== '')
        .join(', ')}
      data-editing={field !== undefined || undefined}
      style={{ transform: `translateY(${top}px)` }}
    >
      <div role="gridcell" className="cell cell-name">
        <EntryIcon entry={entry} />
        {field ?? (
          <>
            <span className="name-stem">
              <VisibleName name={stem} />
            </span>
            {extension === '' ? null : (
              <span className="name-extension">
                <VisibleName name={extension} />
              </span>
            )}
            {entry.kind === 'symlink' ? <span className="cell-note">{kind}</span> : null}
          </>
        )}
      </div>
      {columns.map((column) => (
        <div key={column} role="gridcell" className={`cell cell-${column}`}>
          {column === 'date' ? (
            date
          ) : column === 'type' ? (
            <span className="ellipsis">{typeWords(entry, words)}</span>
          ) : isDirectoryLike(entry) && size === '' ? (
            <span aria-label={text.pane.folder}>–</span>
          ) : (
            size
          )}
        </div>
      ))}
    </div>
  );
});

/** What could not be read is missing in the figure: the folder holds at least so much. */
function folderSizeWords(size: FolderSize | undefined, { text, format }: Words): string {
  if (size === undefined) return '';
  if (size.state === 'counting') return text.pane.counting;
  return size.unreadable === 0 ? format.size(size.bytes) : text.pane.atLeast(format.size(size.bytes));
}

function kindWords(entry: Entry, { text }: Words): string {
  if (entry.kind === 'directory') return text.pane.folder;
  if (entry.kind === 'other') return text.pane.special;
  if (entry.kind !== 'symlink') return '';
  if (entry.targetKind === undefined) return text.pane.brokenLink;
  return text.pane.linkTo(visibleName(entry.target ?? ''));
}

/** What the type column says: a family by its extension. */
export function typeWords(entry: Pick<Entry, 'name' | 'kind' | 'targetKind'>, { text }: Words): string {
  if (isDirectoryLike(entry)) return text.pane.folder;
  if (entry.kind === 'other') return text.pane.special;
  const extension = splitExtension(entry.name)[1].slice(1).toUpperCase();
  return extension === '' ? text.pane.file : text.pane.fileOf(visibleName(extension));
}

/** All that is known of an entry's contents, for the pointer that rests on its name. */
export function entryTooltip(entry: Entry, { format }: Words): string {
  const lines = [visibleName(entry.name)];
  if (entry.kind === 'file' && entry.exact !== false) lines.push(format.exactSize(entry.size));
  const date = format.longDate(entry.modified);
  if (date !== '') lines.push(date);
  return lines.join('\n');
}
