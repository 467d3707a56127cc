import { type SyntheticEvent, useState } from 'react';
import { type ErrorRecord, toErrorRecord } from '../../../src-shared/errors.ts';
import type { ReceiptPlace } from '../../../src-shared/ipc/contract.ts';
import { type Location, localEndpoint } from '../../../src-shared/model/location.ts';
import { nameProblem } from '../../../src-shared/model/path.ts';
import { request } from '../../bridge/bridge.ts';
import type { DialogState } from '../../store/state.ts';
import { announce, closeDialog, isOpen, showDialog, useStore, useWords } from '../../store/store.ts';
import { errorSentence } from '../../text/errorSentence.ts';
import { visibleName } from '../../text/visibleName.ts';
import { Button } from '../../ui/Button.tsx';
import { ChoiceField } from '../../ui/ChoiceField.tsx';
import { DialogFooter, DialogFrame } from '../../ui/DialogFrame.tsx';
import { ErrorText, WarningText } from '../../ui/ErrorText.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { suggestedFolder } from '../pane/suggestedFolder.ts';

const close = (): void => showDialog(undefined);
const usualName = 'SHA256SUMS';

/** Writes the receipts into a file of this computer. What is there already is replaced only when that is said. */
export function SaveReceiptsDialog({ state }: { readonly state: Extract<DialogState, { kind: 'save-receipts' }> }) {
  const { places } = state;
  const words = useWords();
  const { text, format } = words;
  const sessions = useStore((state) => state.sessions);
  const isDesktop = useStore((state) => state.app?.shell === 'electron');
  const [endpoint, setEndpoint] = useState(places[0]?.endpoint ?? localEndpoint);
  const place = places.find((candidate) => candidate.endpoint === endpoint);
  const [folder, setFolder] = useState(() => suggestedFolder(placeOf(places[0])));
  const [name, setName] = useState(usualName);
  const [error, setError] = useState<ErrorRecord>();
  const [busy, setBusy] = useState(false);
  const taken = error?.code === 'already-exists';
  const wrongName = nameProblem(name.trim()) === undefined ? undefined : text.entries.nameEmpty;

  const labelOf = (id: string): string =>
    id === localEndpoint ? text.pane.thisComputer : (sessions.find((session) => session.id === id)?.label ?? id);
  const choose = async (): Promise<void> => {
    try {
      const { folder: chosen } = await request('shell.chooseFolder', { title: text.receipts.folderTitle, initial: folder });
      if (chosen === undefined) return;
      setFolder(chosen);
      setError(undefined);
    } catch (thrown) {
      setError(toErrorRecord(thrown));
    }
  };
  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    if (wrongName !== undefined) return;
    setBusy(true);
    try {
      const saved = await request('transfer.saveReceipts', { endpoint, folder, name: name.trim(), replace: taken });
      closeDialog(state);
      announce(text.receipts.saved(saved.count, format.count(saved.count), visibleName(saved.path)));
    } catch (thrown) {
      const failure = toErrorRecord(thrown);
      if (!isOpen(state)) announce(errorSentence(words, failure), true);
      setError(failure);
      setBusy(false);
    }
  };
  const ofFolder = error?.code === 'not-found' || error?.code === 'not-a-directory' || isRelative(error, folder);

  return (
    <DialogFrame title={text.receipts.title} onClose={close}>
      <form className="form" onSubmit={(event) => void submit(event)} noValidate>
        {places.length < 2 ? null : (
          <ChoiceField
            label={text.receipts.place}
            value={endpoint}
            choices={places.map(({ endpoint: id, count }) => ({
              value: id,
              label: text.receipts.placeOf(labelOf(id), format.count(count)),
            }))}
            onChange={(chosen) => {
              setEndpoint(chosen);
              setFolder(suggestedFolder(placeOf(places.find((candidate) => candidate.endpoint === chosen))));
              setError(undefined);
            }}
          />
        )}
        <TextField
          label={text.receipts.folder}
          value={folder}
          onChange={(typed) => {
            setFolder(typed);
            setError(undefined);
          }}
          error={ofFolder ? folderError(words, error, folder) : undefined}
          autoFocus
        >
          {isDesktop ? <Button onPress={() => void choose()}>{text.server.choose}</Button> : null}
        </TextField>
        <TextField
          label={text.receipts.name}
          value={name}
          onChange={(typed) => {
            setName(typed);
            setError(undefined);
          }}
          error={wrongName}
          hint={
            endpoint === localEndpoint ? text.receipts.hintLocal : text.receipts.hintServer(visibleName(place?.folder ?? '/'))
          }
        />
        {taken ? <WarningText>{text.receipts.taken(visibleName(name.trim()))}</WarningText> : null}
        {error === undefined || taken || ofFolder ? null : <ErrorText>{errorSentence(words, error)}</ErrorText>}
        <DialogFooter>
          <Button slot="close">{text.app.cancel}</Button>
          <Button type="submit" look={taken ? 'danger' : 'primary'} isDisabled={busy}>
            {busy ? text.receipts.saving : taken ? text.receipts.replace : text.receipts.save}
          </Button>
        </DialogFooter>
      </form>
    </DialogFrame>
  );
}

function isRelative(error: ErrorRecord | undefined, folder: string): boolean {
  return error?.code === 'name-invalid' && error.path === folder;
}

function folderError(words: ReturnType<typeof useWords>, error: ErrorRecord | undefined, folder: string): string {
  if (error === undefined || error.code === 'name-invalid') return words.text.receipts.folderMissing;
  return errorSentence(words, { ...error, path: folder });
}

/** Where the files are. */
function placeOf(place: ReceiptPlace | undefined): Location | undefined {
  return place === undefined ? undefined : { endpoint: place.endpoint, path: place.folder };
}
