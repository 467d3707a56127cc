import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import type { DialogState } from '../../store/state.ts';
import { getState, showDialog, touchPane, useWords } from '../../store/store.ts';
import { Button } from '../../ui/Button.tsx';
import { DialogFooter, DialogFrame } from '../../ui/DialogFrame.tsx';
import { TextField } from '../../ui/TextField.tsx';

type PatternState = Extract<DialogState, { kind: 'pattern' }>;

/** The last one is offered again. */
let lastPattern = '*';

/** Adds the entries whose names fit to the selection, or takes them out of it. */
export function PatternDialog({ state }: { readonly state: PatternState }) {
  const { text, format } = useWords();
  const [pattern, setPattern] = useState(lastPattern);
  const field = useRef<HTMLInputElement>(null);
  const { listing } = getState().panes[state.side];
  const count = pattern.trim() === '' ? 0 : [...listing.matching(pattern)].length;
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);

  const onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (count === 0) return;
    const { listing: now, selection } = getState().panes[state.side];
    selection.mass(now.matching(pattern), state.select);
    lastPattern = pattern;
    touchPane(state.side);
    showDialog(undefined);
  };

  return (
    <DialogFrame
      title={state.select ? text.pattern.selectTitle : text.pattern.unselectTitle}
      width="narrow"
      onClose={() => showDialog(undefined)}
    >
      <form className="form" onSubmit={onSubmit} noValidate>
        <TextField
          label={text.pattern.label}
          value={pattern}
          onChange={setPattern}
          hint={text.pattern.hint}
          inputRef={field}
          autoFocus
        />
        <DialogFooter
          start={
            <span className="quiet" role="status">
              {text.pattern.fits(count, format.count(count))}
            </span>
          }
        >
          <Button slot="close">{text.app.cancel}</Button>
          <Button type="submit" look="primary" isDisabled={count === 0}>
            {state.select ? text.pattern.select : text.pattern.unselect}
          </Button>
        </DialogFooter>
      </form>
    </DialogFrame>
  );
}
