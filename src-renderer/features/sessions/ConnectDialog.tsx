import { ShieldCheck } from 'lucide-react';
import { type SubmitEvent, useState } from 'react';
import type { ErrorRecord } from '../../../src-shared/errors.ts';
import type { DialogState } from '../../store/state.ts';
import { showDialog, useWords } from '../../store/store.ts';
import { errorSentence } from '../../text/errorSentence.ts';
import { Button } from '../../ui/Button.tsx';
import { ChoiceField } from '../../ui/ChoiceField.tsx';
import { DialogFooter, DialogFrame } from '../../ui/DialogFrame.tsx';
import { ErrorText, WarningText } from '../../ui/ErrorText.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { checkForm, type ConnectField, type ConnectForm, emptyForm, formFromLink } from './connectForm.ts';
import { openSession } from './openSession.ts';

type ConnectState = Extract<DialogState, { kind: 'connect' }>;

export function ConnectDialog({ state }: { readonly state: ConnectState }) {
  const words = useWords();
  const { text } = words;
  const [link, setLink] = useState(state.link ?? '');
  const [form, setForm] = useState<ConnectForm>(() => formFromLink(state.link ?? '') ?? emptyForm);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorRecord | undefined>(state.error);
  const [wrong, setWrong] = useState<{ readonly field: ConnectField; readonly words: string }>();

  const edit = (change: Partial<ConnectForm>): void => {
    // A link's identity is that of its own address.
    const moved = 'host' in change || 'port' in change || 'kind' in change;
    setForm({ ...form, ...change, ...(moved ? { pin: undefined, path: undefined } : {}) });
    setWrong(undefined);
    setError(undefined);
  };
  const editLink = (value: string): void => {
    setLink(value);
    setWrong(undefined);
    setError(undefined);
    const filled = formFromLink(value);
    if (filled !== undefined) setForm(filled);
  };

  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    const checked = checkForm(form, link);
    if ('field' in checked) return setWrong({ field: checked.field, words: text.connect[checked.problem] });
    setBusy(true);
    setError(undefined);
    const problem = await openSession(
      { side: state.side, open: checked.open, address: checked.address, ...(form.path === undefined ? {} : { path: form.path }) },
      'caller',
    );
    setBusy(false);
    setError(problem);
  };

  const fieldError = (field: ConnectField): string | undefined => {
    if (wrong?.field === field) return wrong.words;
    if (error === undefined || errorField(error) !== field) return undefined;
    return errorSentence(words, error, { server: form.host === '' ? undefined : `${form.host}:${form.port}` });
  };

  return (
    <DialogFrame title={text.connect.title} onClose={() => showDialog(undefined)}>
      <form className="form" onSubmit={(event) => void submit(event)} noValidate>
        <TextField
          label={text.connect.link}
          value={link}
          onChange={editLink}
          placeholder="ferry://"
          hint={text.connect.linkHint}
          error={fieldError('link')}
          autoFocus
        />
        <p className="form-divider">
          <span>{text.connect.or}</span>
        </p>
        <ChoiceField
          label={text.connect.kind}
          value={form.kind}
          onChange={(kind) => edit({ kind })}
          choices={[
            { value: 'native', label: text.connect.native },
            { value: 'classic', label: text.connect.classic },
          ]}
        />
        <div className="form-columns">
          <TextField
            label={text.connect.host}
            value={form.host}
            onChange={(host) => edit({ host })}
            placeholder={text.connect.hostHint}
            error={fieldError('host')}
          />
          <TextField
            label={text.connect.port}
            value={form.port}
            onChange={(port) => edit({ port })}
            error={fieldError('port')}
            numeric
          />
        </div>
        {form.kind === 'native' ? (
          <TextField
            label={text.connect.token}
            value={form.token}
            onChange={(token) => edit({ token })}
            hint={text.connect.tokenHint}
            error={fieldError('token')}
            secret
          />
        ) : (
          <WarningText>{text.connect.classicWarning}</WarningText>
        )}
        {form.pin === undefined || form.kind === 'classic' ? null : (
          <p className="message message-good">
            <ShieldCheck size={16} aria-hidden="true" />
            <span>{text.connect.pinFromLink}</span>
          </p>
        )}
        {error === undefined || errorField(error) !== undefined ? null : <ErrorText>{errorSentence(words, error)}</ErrorText>}
        <DialogFooter>
          <Button slot="close">{text.app.cancel}</Button>
          <Button type="submit" look="primary" isDisabled={busy}>
            {busy ? text.connect.busy : text.connect.submit}
          </Button>
        </DialogFooter>
      </form>
    </DialogFrame>
  );
}

/** The field where the error can be mended, if there is one. */
function errorField(error: ErrorRecord): ConnectField | undefined {
  switch (error.code) {
    case 'auth-failed':
      return 'token';
    case 'unreachable':
    case 'timeout':
      return 'host';
    default:
      return undefined;
  }
}
