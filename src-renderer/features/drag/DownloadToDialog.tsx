import { type SyntheticEvent, useState } from 'react';
import { type ErrorRecord, toErrorRecord } from '../../../src-shared/errors.ts';
import { isDirectoryLike } from '../../../src-shared/model/entry.ts';
import { type Location, localEndpoint } from '../../../src-shared/model/location.ts';
import { baseName } from '../../../src-shared/model/path.ts';
import { request } from '../../bridge/bridge.ts';
import type { DialogState } from '../../store/state.ts';
import { closeDialog, getState, showDialog, useStore, useWords } from '../../store/store.ts';
import { errorSentence } from '../../text/errorSentence.ts';
import { visibleName } from '../../text/visibleName.ts';
import { Button } from '../../ui/Button.tsx';
import { DialogFooter, DialogFrame } from '../../ui/DialogFrame.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { fromNativePath, isWholePath } from '../pane/nativePath.ts';
import { suggestedFolder } from '../pane/suggestedFolder.ts';
import { copyEntries } from './copying.ts';

const close = (): void => showDialog(undefined);

/** Copies entries of a session into a folder of this computer that no pane has to show. */
export function DownloadToDialog({ state }: { readonly state: Extract<DialogState, { kind: 'download-to' }> }) {
  const words = useWords();
  const { text, format } = words;
  const app = useStore(({ app: started }) => started);
  const [folder, setFolder] = useState(() => suggestedFolder());
  const [error, setError] = useState<ErrorRecord>();
  const [busy, setBusy] = useState(false);
  const platform = app?.platform ?? 'linux';
  const [only] = state.from;
  const count = state.from.length;
  const what = count === 1 && only !== undefined ? visibleName(baseName(only.path)) : text.drag.items(count, format.count(count));

  const change = (typed: string): void => {
    setFolder(typed);
    setError(undefined);
  };
  const choose = async (): Promise<void> => {
    try {
      const { folder: chosen } = await request('shell.chooseFolder', { title: text.download.folderTitle, initial: folder });
      if (chosen !== undefined) change(chosen);
    } catch (thrown) {
      setError(toErrorRecord(thrown));
    }
  };
  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    if (!isWholePath(folder, platform)) return setError({ code: 'name-invalid', message: 'not a whole path' });
    setBusy(true);
    const to = { endpoint: localEndpoint, path: fromNativePath(folder, platform) };
    const problem = await problemOf(to);
    setBusy(false);
    if (problem !== undefined) return setError(problem);
    if (!closeDialog(state)) return;
    await copyEntries(state, to, getState().focused);
  };

  return (
    <DialogFrame title={text.download.title} onClose={close}>
      <form className="form" onSubmit={(event) => void submit(event)} noValidate>
        <p className="lead">{text.download.what(what)}</p>
        {state.dragged ? <p className="quiet">{text.download.dragged}</p> : null}
        <TextField
          label={text.download.folder}
          value={folder}
          onChange={change}
          error={
            error === undefined
              ? undefined
              : error.code === 'name-invalid'
                ? text.download.folderMissing
                : errorSentence(words, error)
          }
          hint={text.download.hint}
          autoFocus
        >
          {app?.shell === 'electron' ? <Button onPress={() => void choose()}>{text.server.choose}</Button> : null}
        </TextField>
        <DialogFooter>
          <Button slot="close">{text.app.cancel}</Button>
          <Button type="submit" look="primary" isDisabled={busy}>
            {text.download.start}
          </Button>
        </DialogFooter>
      </form>
    </DialogFrame>
  );
}

/** Why nothing can go into a folder, as far as that shows before. One that is missing is made. */
async function problemOf(to: Location): Promise<ErrorRecord | undefined> {
  try {
    const { entry } = await request('entry.stat', { location: to });
    return isDirectoryLike(entry) ? undefined : { code: 'not-a-directory', message: 'not a folder', path: to.path };
  } catch (thrown) {
    const record = toErrorRecord(thrown);
    return record.code === 'not-found' ? undefined : record;
  }
}
