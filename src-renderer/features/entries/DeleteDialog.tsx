import { useState } from 'react';
import { type ErrorRecord, toErrorRecord } from '../../../src-shared/errors.ts';
import type { EntryFailure } from '../../../src-shared/ipc/contract.ts';
import type { Entry } from '../../../src-shared/model/entry.ts';
import { baseName, joinPath } from '../../../src-shared/model/path.ts';
import { request } from '../../bridge/bridge.ts';
import type { DialogState } from '../../store/state.ts';
import { announce, closeDialog, isOpen, notify, showDialog, useWords } from '../../store/store.ts';
import { errorSentence } from '../../text/errorSentence.ts';
import { visibleName } from '../../text/visibleName.ts';
import { Button } from '../../ui/Button.tsx';
import { DialogFooter, DialogFrame } from '../../ui/DialogFrame.tsx';
import { ErrorText } from '../../ui/ErrorText.tsx';
import { refreshPane } from '../pane/loading.ts';
import { EntryNames, FailureList } from './EntryNames.tsx';
import { hasTrash, moveToTrash } from './trashing.ts';

type DeleteState = Extract<DialogState, { kind: 'delete' }>;

/** Asks before anything is deleted, and says whether it can be had back. What has no trash can be deleted for good in a second step. */
export function DeleteDialog({ state }: { readonly state: DeleteState }) {
  const words = useWords();
  const { text, format } = words;
  const { directory, side } = state;
  const [entries, setEntries] = useState(state.entries);
  const [failures, setFailures] = useState<readonly EntryFailure[]>([]);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorRecord>();
  const trash = !state.forGood && hasTrash(directory.endpoint) && failures.length === 0;

  const carryOut = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    const locations = entries.map((entry) => ({ ...directory, path: joinPath(directory.path, entry.name) }));
    try {
      const stayed = trash ? await moveToTrash(locations) : [];
      if (!trash) await request('entry.remove', { locations });
      const count = entries.length - stayed.length;
      const told = trash ? text.status.trashed : text.status.deleted;
      if (count > 0) announce(told(count, format.count(count)));
      if (stayed.length === 0) closeDialog(state);
      else if (!isOpen(state)) report(text.entries.notTrashed(stayed.length, format.count(stayed.length)));
      else {
        const names = new Set(stayed.map(({ path }) => baseName(path)));
        setEntries(entries.filter(({ name }) => names.has(name)));
        setFailures(stayed);
        setBusy(false);
      }
    } catch (thrown) {
      const failure = toErrorRecord(thrown);
      if (!isOpen(state)) report(errorSentence(words, failure));
      setError(failure);
      setBusy(false);
    }
    // Some entries may be gone even when one could not be deleted.
    void refreshPane(side);
  };
  /** Where the dialog was closed meanwhile. */
  const report = (problem: string): void => notify(side, { tone: 'problem', text: problem });

  return (
    <DialogFrame title={text.entries.deleteTitle} width="narrow" onClose={() => showDialog(undefined)}>
      <div className="form">
        {failures.length === 0 ? null : (
          <div role="alert" className="form">
            <p>{text.entries.notTrashed(failures.length, format.count(failures.length))}</p>
            <FailureList failures={failures} reason={(failure) => trashReason(failure.error)} />
          </div>
        )}
        <p className="lead">{question(entries)}</p>
        {entries.length === 1 || failures.length > 0 ? null : <EntryNames entries={entries} />}
        <p className="quiet">{consequence()}</p>
        {error === undefined ? null : <ErrorText>{errorSentence(words, error)}</ErrorText>}
        <DialogFooter>
          <Button key={`close ${trash}`} slot="close" autoFocus={!trash}>
            {busy ? text.app.close : text.app.cancel}
          </Button>
          <Button
            key={String(trash)}
            look={trash ? 'primary' : 'danger'}
            autoFocus={trash}
            isDisabled={busy}
            onPress={() => void carryOut()}
          >
            {busy ? text.entries.deleting : trash ? text.entries.delete : text.entries.deleteForGood}
          </Button>
        </DialogFooter>
      </div>
    </DialogFrame>
  );

  function question(asked: readonly Entry[]): string {
    const [first] = asked;
    if (asked.length === 1 && first !== undefined) {
      return (trash ? text.entries.trashOne : text.entries.deleteOne)(visibleName(first.name));
    }
    return (trash ? text.entries.trashMany : text.entries.deleteMany)(asked.length, format.count(asked.length));
  }

  function consequence(): string {
    if (trash) return entries.length === 1 ? text.entries.trashBody : text.entries.trashBodyMany;
    const folders = entries.some((entry) => entry.kind === 'directory') ? `${text.entries.deleteFolders} ` : '';
    const noTrash = state.forGood || hasTrash(directory.endpoint) ? '' : `${text.entries.noTrashHere} `;
    return noTrash + folders + text.entries.deleteBody;
  }

  function trashReason(problem: ErrorRecord): string {
    return problem.code === 'unsupported' ? text.entries.noTrash : errorSentence(words, problem);
  }
}
