import { useState } from 'react';
import { type ErrorRecord, toErrorRecord } from '../../../src-shared/errors.ts';
import { joinPath } from '../../../src-shared/model/path.ts';
import { request } from '../../bridge/bridge.ts';
import type { DialogState } from '../../store/state.ts';
import { announce, showDialog, useWords } from '../../store/store.ts';
import { errorSentence } from '../../text/errorSentence.ts';
import { visibleName } from '../../text/visibleName.ts';
import { Button } from '../../ui/Button.tsx';
import { DialogFooter, DialogFrame } from '../../ui/DialogFrame.tsx';
import { EntryIcon } from '../../ui/EntryIcon.tsx';
import { ErrorText } from '../../ui/ErrorText.tsx';
import { VisibleName } from '../../ui/VisibleName.tsx';
import { refreshPane } from '../pane/loading.ts';

type DeleteState = Extract<DialogState, { kind: 'delete' }>;

const listed = 6;

export function DeleteDialog({ state }: { readonly state: DeleteState }) {
  const words = useWords();
  const { text, format } = words;
  const { entries, directory, side } = state;
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorRecord>();
  const first = entries[0];
  const folders = entries.some((entry) => entry.kind === 'directory');

  const remove = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      const locations = entries.map((entry) => ({ ...directory, path: joinPath(directory.path, entry.name) }));
      await request('entry.remove', { locations });
      showDialog(undefined);
      announce(text.status.deleted(entries.length, format.count(entries.length)));
    } catch (thrown) {
      setError(toErrorRecord(thrown));
      setBusy(false);
    }
    // Some entries may be gone even when one could not be deleted.
    void refreshPane(side);
  };

  return (
    <DialogFrame title={text.entries.deleteTitle} width="narrow" onClose={() => showDialog(undefined)}>
      <div className="form">
        <p className="lead">
          {entries.length === 1 && first !== undefined
            ? text.entries.deleteOne(visibleName(first.name))
            : text.entries.deleteMany(entries.length, format.count(entries.length))}
        </p>
        {entries.length === 1 ? null : (
          <ul className="name-list">
            {entries.slice(0, listed).map((entry) => (
              <li key={entry.name}>
                <EntryIcon entry={entry} />
                <span className="ellipsis">
                  <VisibleName name={entry.name} />
                </span>
              </li>
            ))}
            {entries.length > listed ? (
              <li className="faint">{text.entries.andMore(format.count(entries.length - listed))}</li>
            ) : null}
          </ul>
        )}
        <p className="quiet">{folders ? `${text.entries.deleteFolders} ${text.entries.deleteBody}` : text.entries.deleteBody}</p>
        {error === undefined ? null : <ErrorText>{errorSentence(words, error)}</ErrorText>}
        <DialogFooter>
          <Button slot="close">{text.app.cancel}</Button>
          <Button look="danger" autoFocus isDisabled={busy} onPress={() => void remove()}>
            {busy ? text.entries.deleting : text.entries.delete}
          </Button>
        </DialogFooter>
      </div>
    </DialogFrame>
  );
}
