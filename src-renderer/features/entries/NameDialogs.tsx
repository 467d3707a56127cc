import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import { type ErrorRecord, toErrorRecord } from '../../../src-shared/errors.ts';
import { hasRawBytes } from '../../../src-shared/model/nameBytes.ts';
import { joinPath, splitExtension } from '../../../src-shared/model/path.ts';
import { request } from '../../bridge/bridge.ts';
import type { DialogState } from '../../store/state.ts';
import { announce, closeDialog, isOpen, showDialog, useWords } from '../../store/store.ts';
import { errorSentence } from '../../text/errorSentence.ts';
import { visibleName } from '../../text/visibleName.ts';
import { Button } from '../../ui/Button.tsx';
import { DialogFooter, DialogFrame } from '../../ui/DialogFrame.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { refreshPane } from '../pane/loading.ts';
import { asFieldText, stemLength, typedNameProblem } from './nameField.ts';

type NewFolderState = Extract<DialogState, { kind: 'new-folder' }>;
type NewFileState = Extract<DialogState, { kind: 'new-file' }>;
type RenameState = Extract<DialogState, { kind: 'rename' }>;

export function NewFolderDialog({ state }: { readonly state: NewFolderState }) {
  const { text } = useWords();
  const { directory, side } = state;
  return (
    <NameDialog
      state={state}
      title={text.entries.newFolderTitle}
      initial={text.entries.untitled}
      selectionEnd={text.entries.untitled.length}
      submitLabel={text.entries.create}
      hint={text.entries.inFolder(visibleName(directory.path))}
      submit={async (name) => {
        await request('entry.makeDirectory', { location: { ...directory, path: joinPath(directory.path, name) } });
        void refreshPane(side, name);
      }}
    />
  );
}

export function NewFileDialog({ state }: { readonly state: NewFileState }) {
  const { text } = useWords();
  const { directory, side } = state;
  return (
    <NameDialog
      state={state}
      title={text.entries.newFileTitle}
      initial={text.entries.untitledFile}
      selectionEnd={splitExtension(text.entries.untitledFile)[0].length}
      submitLabel={text.entries.create}
      hint={text.entries.inFolder(visibleName(directory.path))}
      submit={async (name) => {
        await request('entry.makeFile', { location: { ...directory, path: joinPath(directory.path, name) } });
        void refreshPane(side, name);
      }}
    />
  );
}

/** For a name that does not show in a field as it is: there is room here to say so. Others are edited in their row. */
export function RenameDialog({ state }: { readonly state: RenameState }) {
  const { text } = useWords();
  const { directory, side, entry } = state;
  const shown = asFieldText(entry.name);
  return (
    <NameDialog
      state={state}
      title={text.entries.renameTitle}
      initial={shown}
      selectionEnd={stemLength({ ...entry, name: shown })}
      submitLabel={text.entries.rename}
      hint={
        hasRawBytes(entry.name)
          ? text.entries.rawBytes
          : shown === entry.name
            ? text.entries.inFolder(visibleName(directory.path))
            : text.entries.lineBreaks
      }
      submit={async (name) => {
        if (name === shown) return;
        await request('entry.rename', { from: { ...directory, path: joinPath(directory.path, entry.name) }, name });
        void refreshPane(side, name);
      }}
    />
  );
}

interface NameDialogProps {
  readonly state: DialogState;
  readonly title: string;
  readonly initial: string;
  /** The part of the name that is selected at first. */
  readonly selectionEnd: number;
  readonly submitLabel: string;
  readonly hint: string;
  /** @throws AppError */
  readonly submit: (name: string) => Promise<void>;
}

function NameDialog({ state, title, initial, selectionEnd, submitLabel, hint, submit }: NameDialogProps) {
  const words = useWords();
  const { text } = words;
  const [name, setName] = useState(initial);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const field = useRef<HTMLInputElement>(null);

  useEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(0, selectionEnd);
  }, [selectionEnd]);

  const onSubmit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    const wrong = typedNameProblem(name, text);
    if (wrong !== undefined) return setProblem(wrong);
    setBusy(true);
    try {
      await submit(name);
      closeDialog(state);
    } catch (thrown) {
      const error: ErrorRecord = toErrorRecord(thrown);
      const sentence =
        error.code === 'already-exists' ? text.entries.nameTaken(visibleName(name)) : errorSentence(words, error, { item: name });
      if (!isOpen(state)) return announce(sentence, true);
      setBusy(false);
      setProblem(sentence);
      field.current?.focus();
    }
  };

  return (
    <DialogFrame title={title} width="narrow" onClose={() => showDialog(undefined)}>
      <form className="form" onSubmit={(event) => void onSubmit(event)} noValidate>
        <TextField
          label={text.entries.name}
          value={name}
          onChange={(value) => {
            setName(value);
            setProblem(undefined);
          }}
          error={problem}
          hint={hint}
          inputRef={field}
          autoFocus
        />
        <DialogFooter>
          <Button slot="close">{text.app.cancel}</Button>
          <Button type="submit" look="primary" isDisabled={busy}>
            {submitLabel}
          </Button>
        </DialogFooter>
      </form>
    </DialogFrame>
  );
}
