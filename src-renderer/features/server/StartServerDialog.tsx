import { type SubmitEvent, useState } from 'react';
import { type ErrorRecord, toErrorRecord } from '../../../src-shared/errors.ts';
import { defaultPort } from '../../../src-shared/model/location.ts';
import { request } from '../../bridge/bridge.ts';
import { showDialog, useStore, useWords } from '../../store/store.ts';
import { errorSentence } from '../../text/errorSentence.ts';
import { Button } from '../../ui/Button.tsx';
import { CheckboxField } from '../../ui/CheckboxField.tsx';
import { ChoiceField } from '../../ui/ChoiceField.tsx';
import { DialogFooter, DialogFrame } from '../../ui/DialogFrame.tsx';
import { ErrorText, WarningText } from '../../ui/ErrorText.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { everywhere, loopback, startServer } from './localServer.ts';
import { RunningServer } from './RunningServer.tsx';

type ServerField = 'folder' | 'port';

export function StartServerDialog() {
  const { text } = useWords();
  const running = useStore((state) => state.server.state === 'running');
  return (
    <DialogFrame title={text.server.title} onClose={() => showDialog(undefined)}>
      {running ? <RunningServer /> : <ServerForm />}
    </DialogFrame>
  );
}

function ServerForm() {
  const words = useWords();
  const { text } = words;
  const app = useStore((state) => state.app);
  const [folder, setFolder] = useState(app?.suggestedShare ?? '');
  const [port, setPort] = useState(String(defaultPort));
  const [reach, setReach] = useState<'loopback' | 'network'>('loopback');
  const [readOnly, setReadOnly] = useState(false);
  const [classic, setClassic] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorRecord>();
  const [wrong, setWrong] = useState<{ readonly field: ServerField; readonly words: string }>();

  const choose = async (): Promise<void> => {
    try {
      const chosen = await request('shell.chooseFolder', {
        title: text.server.chooseTitle,
        ...(folder === '' ? {} : { initial: folder }),
      });
      if (chosen.folder !== undefined) setFolder(chosen.folder);
    } catch {
      setWrong({ field: 'folder', words: text.server.noFolders });
    }
  };

  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    const path = folder.trim();
    if (path === '') return setWrong({ field: 'folder', words: text.server.folderMissing });
    if (!/^(\/|[A-Za-z]:[\\/]|\\\\)/.test(path)) return setWrong({ field: 'folder', words: text.server.folderRelative });
    if (!/^\d{1,5}$/.test(port.trim()) || Number(port) > 65_535)
      return setWrong({ field: 'port', words: text.server.portInvalid });
    setBusy(true);
    setError(undefined);
    setWrong(undefined);
    const host = reach === 'loopback' ? loopback : everywhere;
    try {
      await startServer({ folder: path, host, port: Number(port), readOnly, classic: classic && reach === 'loopback' });
    } catch (thrown) {
      setError(toErrorRecord(thrown));
      setBusy(false);
    }
  };

  const fieldError = (field: ServerField): string | undefined => {
    if (wrong?.field === field) return wrong.words;
    if (error === undefined || errorField(error) !== field) return undefined;
    if (field === 'folder') return errorSentence(words, { ...error, path: error.path ?? folder });
    return error.code === 'permission-denied' ? text.server.portForbidden(port) : text.server.portTaken(port);
  };

  return (
    <form className="form" onSubmit={(event) => void submit(event)} noValidate>
      <TextField label={text.server.folder} value={folder} onChange={setFolder} error={fieldError('folder')} autoFocus>
        {app?.shell === 'electron' ? <Button onPress={() => void choose()}>{text.server.choose}</Button> : null}
      </TextField>
      <div className="form-columns form-columns-start">
        <ChoiceField
          label={text.server.reach}
          value={reach}
          onChange={setReach}
          choices={[
            { value: 'loopback', label: text.server.loopback },
            { value: 'network', label: text.server.network },
          ]}
        />
        <TextField label={text.server.port} value={port} onChange={setPort} error={fieldError('port')} numeric />
      </div>
      <div className="form-checks">
        <CheckboxField isSelected={readOnly} onChange={setReadOnly}>
          {text.server.readOnly}
        </CheckboxField>
        <CheckboxField isSelected={classic && reach === 'loopback'} onChange={setClassic} isDisabled={reach === 'network'}>
          {text.server.classic}
        </CheckboxField>
        {reach === 'network' ? <p className="field-hint">{text.server.classicLoopback}</p> : null}
        {classic && reach === 'loopback' ? <WarningText>{text.server.classicWarning}</WarningText> : null}
      </div>
      {error === undefined || errorField(error) !== undefined ? null : <ErrorText>{errorSentence(words, error)}</ErrorText>}
      <DialogFooter>
        <Button slot="close">{text.app.cancel}</Button>
        <Button type="submit" look="primary" isDisabled={busy}>
          {busy ? text.server.busy : text.server.start}
        </Button>
      </DialogFooter>
    </form>
  );
}

/** A port that is taken, or a folder that can't be shared; anything else is said below the fields. */
function errorField(error: ErrorRecord): ServerField | undefined {
  switch (error.code) {
    case 'busy':
    case 'already-exists':
      return 'port';
    case 'not-found':
    case 'not-a-directory':
      return 'folder';
    case 'permission-denied':
      // Without a path it is the port that may not be used.
      return error.path === undefined ? 'port' : 'folder';
    default:
      return undefined;
  }
}
