import { type KeyboardEvent, type SyntheticEvent, useId, useLayoutEffect, useRef, useState } from 'react';
import type { Entry } from '../../../src-shared/model/entry.ts';
import type { PaneSide, RenameState } from '../../store/state.ts';
import { useWords } from '../../store/store.ts';
import { stemLength } from './nameField.ts';
import { cancelRename, commitRename, typeName } from './renaming.ts';

interface RenameFieldProps {
  readonly side: PaneSide;
  readonly entry: Entry;
  readonly rename: RenameState;
}

/** Room for what is wrong below the row; else it stands above. Pixels. */
const problemRoom = 64;

/** A row's name as a text field. Enter and leaving it rename, Escape leaves everything as it is. */
export function RenameField({ side, entry, rename }: RenameFieldProps) {
  const { text } = useWords();
  const field = useRef<HTMLInputElement>(null);
  const [above, setAbove] = useState(false);
  const problemId = useId();
  const { typed, problem, busy } = rename;

  useLayoutEffect(() => {
    field.current?.focus({ preventScroll: true });
    field.current?.setSelectionRange(0, stemLength(entry));
    // Only when the field appears: an entry that is read again is a new object, and what is typed stays.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  useLayoutEffect(() => {
    if (problem === undefined) return;
    const list = field.current?.closest('.file-list-body')?.getBoundingClientRect();
    const row = field.current?.getBoundingClientRect();
    if (list !== undefined && row !== undefined) setAbove(row.bottom + problemRoom > list.bottom);
  }, [problem]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Enter') void commitRename(side);
    else cancelRename(side);
  };
  // A press in the field neither selects the row nor opens it, and takes the keyboard to the field alone.
  const keep = (event: SyntheticEvent): void => event.stopPropagation();

  return (
    <span className="rename" onMouseDown={keep} onMouseUp={keep} onClick={keep} onDoubleClick={keep} onContextMenu={keep}>
      <input
        ref={field}
        type="text"
        className="input rename-field"
        aria-label={text.entries.name}
        aria-invalid={problem !== undefined}
        {...(problem === undefined ? {} : { 'aria-describedby': problemId })}
        value={typed}
        readOnly={busy}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        onChange={(event) => typeName(side, event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => {
          // Another window is only a glance aside.
          if (document.hasFocus()) void commitRename(side, true);
        }}
      />
      {problem === undefined ? null : (
        <span className="rename-problem" id={problemId} role="alert" data-above={above || undefined}>
          {problem}
        </span>
      )}
    </span>
  );
}
