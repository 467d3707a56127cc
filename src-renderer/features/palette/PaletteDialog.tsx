import { CornerDownLeft } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { runCommand } from '../../commands/runCommand.ts';
import { commandKeyLabel } from '../../commands/bindings.ts';
import { getState, showDialog, useWords } from '../../store/store.ts';
import { ChooserField } from '../../ui/ChooserField.tsx';
import { DialogFrame } from '../../ui/DialogFrame.tsx';
import { focusPane } from '../pane/paneFocus.ts';
import { PlaceIcon } from '../places/PlaceIcon.tsx';
import { type Choice, paletteChoices, searchChoices } from './choices.ts';

const listId = 'palette-choices';
/** Milliseconds until a closed dialog has given the keyboard back. */
const closingTime = 40;

/** Every command that can be run now, with its keys, and places to go. */
export function PaletteDialog() {
  const { text } = useWords();
  const choices = useMemo(() => paletteChoices(getState()), []);
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const found = searchChoices(choices, typed);
  const current = Math.min(at, found.length - 1);

  useEffect(() => {
    list.current?.querySelector('[data-focused]')?.scrollIntoView?.({ block: 'nearest' });
  });

  const take = (choice: Choice | undefined): void => {
    if (choice === undefined) return;
    const side = getState().focused;
    showDialog(undefined);
    // A command may put the keyboard elsewhere; until the dialog has given it back, that would be undone.
    setTimeout(() => {
      focusPane(side);
      if (choice.go !== undefined) choice.go(side);
      else runCommand(choice.id);
    }, closingTime);
  };

  return (
    <DialogFrame title={text.palette.title} onClose={() => showDialog(undefined)}>
      <ChooserField
        label={text.palette.search}
        listId={listId}
        typed={typed}
        onType={(text) => {
          setTyped(text);
          setAt(0);
        }}
        current={current}
        count={found.length}
        onMove={setAt}
        onTake={() => take(found[current])}
      />
      <div role="listbox" tabIndex={-1} id={listId} aria-label={text.palette.title} className="palette-list" ref={list}>
        {found.map((choice, index) => (
          <div
            key={choice.id}
            role="option"
            tabIndex={-1}
            id={`${listId}-${index}`}
            className="menu-item"
            aria-selected={index === current}
            data-focused={index === current || undefined}
            onMouseMove={() => {
              if (index !== current) setAt(index);
            }}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(choice)}
          >
            {choice.group === undefined ? <CornerDownLeft size={16} aria-hidden="true" /> : <PlaceIcon group={choice.group} />}
            <span className="ellipsis grow">{choice.title}</span>
            <span className="menu-keys ellipsis">{choice.note}</span>
            <ChoiceKey choice={choice} />
          </div>
        ))}
      </div>
      {found.length === 0 ? <p className="palette-nothing">{text.palette.nothing}</p> : null}
    </DialogFrame>
  );
}

function ChoiceKey({ choice }: { readonly choice: Choice }) {
  const label = choice.command === undefined ? undefined : commandKeyLabel(choice.command.id);
  return label === undefined ? null : <kbd className="key">{label}</kbd>;
}
