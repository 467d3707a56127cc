import type { KeyboardEvent } from 'react';

/** Rows that Page Up and Page Down pass. */
const page = 8;

interface ChooserFieldProps {
  readonly label: string;
  /** The id of the list of choices; its options are `ID-0`, `ID-1`… */
  readonly listId: string;
  readonly typed: string;
  readonly onType: (typed: string) => void;
  /** The chosen row of `count`; -1 when there is none. */
  readonly current: number;
  readonly count: number;
  readonly onMove: (row: number) => void;
  readonly onTake: () => void;
}

/** A field that searches a list of choices: the keyboard stays in it, and its keys choose a row and take it. */
export function ChooserField({ label, listId, typed, onType, current, count, onMove, onTake }: ChooserFieldProps) {
  const onKeyDown = (event: KeyboardEvent): void => {
    const last = count - 1;
    if (event.key === 'ArrowDown') onMove(current >= last ? 0 : current + 1);
    else if (event.key === 'ArrowUp') onMove(current <= 0 ? last : current - 1);
    else if (event.key === 'PageDown') onMove(Math.min(current + page, last));
    else if (event.key === 'PageUp') onMove(Math.max(current - page, 0));
    else if (event.key === 'Enter') onTake();
    else return;
    event.preventDefault();
  };
  return (
    <input
      // What it stands in was opened for this field.
      autoFocus
      role="combobox"
      className="input palette-field"
      aria-label={label}
      aria-expanded="true"
      aria-controls={listId}
      aria-autocomplete="list"
      {...(current >= 0 ? { 'aria-activedescendant': `${listId}-${current}` } : {})}
      placeholder={label}
      spellCheck={false}
      autoComplete="off"
      value={typed}
      onChange={(event) => onType(event.target.value)}
      onKeyDown={onKeyDown}
    />
  );
}
