import { ShieldCheck } from 'lucide-react';
import { type ClipboardEvent, type SubmitEvent, useState } from 'react';
import type { ErrorRecord } from '../../../src-shared/errors.ts';
import { isRemoteUrl } from '../../../src-shared/model/location.ts';
import type { DialogState } from '../../store/state.ts';
import { getState, showDialog, useStore, useWords } from '../../store/store.ts';
import { errorSentence } from '../../text/errorSentence.ts';
import { Button } from '../../ui/Button.tsx';
import { DialogFooter, DialogFrame } from '../../ui/DialogFrame.tsx';
import { ErrorText, WarningText } from '../../ui/ErrorText.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { AddressFields } from './AddressFields.tsx';
import { checkForm, type ConnectField, type ConnectForm, editForm, formFromLink, formFromStart } from './connectForm.ts';
import { openSession } from './openSession.ts';
import { RecentServers } from './RecentServers.tsx';
import { RememberKey } from './RememberKey.tsx';

type ConnectState = Extract<DialogState, { kind: 'connect' }>;

export function ConnectDialog({ state }: { readonly state: ConnectState }) {
  const words = useWords();
  const { text } = words;
  const [link, setLink] = useState(state.link ?? '');
  const [form, setForm] = useState<ConnectForm>(() => formFromStart(state, getState().places.sites));
  const [remember, setRemember] = useState(() => getState().places.keyProtection === 'system');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorRecord | undefined>(state.error);
  const [wrong, setWrong] = useState<{ readonly field: ConnectField; readonly words: string }>();
  const site = useStore((present) => present.places.sites.find(({ id }) => id === form.site));

  const fill = (filled: ConnectForm): void => {
    setForm(filled);
    setWrong(undefined);
    setError(undefined);
  };
  const editLink = (value: string): void => {
    setLink(value);
    fill(formFromLink(value) ?? form);
  };
  const edit = (change: Partial<ConnectForm>): void => {
    if (change.host !== undefined && isRemoteUrl(change.host)) return editLink(change.host);
    // The link no longer tells what the fields do.
    if (!('token' in change)) setLink('');
    fill(editForm(form, change));
  };
  /** A link is a link wherever in the dialog it is pasted. */
  const onPaste = (event: ClipboardEvent): void => {
    const pasted = event.clipboardData.getData('text');
    if (formFromLink(pasted) === undefined) return;
    event.preventDefault();
    editLink(pasted.trim());
  };

  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    const checked = checkForm(form, link);
    if ('field' in checked) return setWrong({ field: checked.field, words: text.connect[checked.problem] });
    setBusy(true);
    setError(undefined);
    const open = checked.open.site !== undefined && form.token !== '' ? { ...checked.open, remember } : checked.open;
    const path = form.path === undefined ? {} : { path: form.path };
    const problem = await openSession({ side: state.side, open, address: checked.address, ...path }, 'caller');
    setBusy(false);
    setError(problem);
  };
  const saveAsSite = (): void => {
    const checked = checkForm(form, link);
    if ('field' in checked) return setWrong({ field: checked.field, words: text.connect[checked.problem] });
    const { endpoint, token, offer } = checked.open;
    if (endpoint === undefined) return;
    const { signIn, path: remoteFolder } = form;
    const draft = { name: endpoint.host, folder: '', endpoint, signIn, remoteFolder };
    showDialog({ kind: 'sites', side: state.side, draft: { site: draft, token, offer } });
  };

  const fieldError = (field: ConnectField): string | undefined => {
    if (wrong?.field === field) return wrong.words;
    if (error === undefined || errorField(error, form) !== field) return undefined;
    return errorSentence(words, error, { server: form.host === '' ? undefined : `${form.host}:${form.port}` });
  };
  const knownKey =
    form.offer !== undefined
      ? text.connect.keyFromLink
      : site !== undefined && site.key !== 'unknown' && error?.code !== 'auth-failed'
        ? text.connect.keyKnown
        : undefined;

  return (
    <DialogFrame title={text.connect.title} onClose={() => showDialog(undefined)}>
      <form className="form" onSubmit={(event) => void submit(event)} onPaste={onPaste} noValidate>
        {state.offer === undefined ? null : <WarningText>{text.connect.offered}</WarningText>}
        {site === undefined ? null : <p className="quiet ellipsis">{text.connect.forSite(site.name)}</p>}
        <TextField
          label={text.connect.link}
          value={link}
          onChange={editLink}
          placeholder="ferry://"
          hint={text.connect.linkHint}
          error={fieldError('link')}
          autoFocus
        />
        <RecentServers
          onChoose={(chosen) => {
            setLink('');
            fill(chosen);
          }}
        />
        <p className="form-divider">
          <span>{text.connect.or}</span>
        </p>
        <AddressFields form={form} onEdit={edit} error={fieldError} knownKey={knownKey} keyHint={text.connect.tokenHint} />
        {site === undefined || form.token === '' || form.signIn === 'none' ? null : (
          <RememberKey isSelected={remember} onChange={setRemember} />
        )}
        {form.pin === undefined || form.kind === 'classic' || form.site !== undefined ? null : (
          <p className="message message-good">
            <ShieldCheck size={16} aria-hidden="true" />
            <span>{text.connect.pinFromLink}</span>
          </p>
        )}
        {error === undefined || errorField(error, form) !== undefined ? null : (
          <ErrorText>{errorSentence(words, error, { server: form.host === '' ? undefined : form.host })}</ErrorText>
        )}
        <DialogFooter
          start={
            <Button look="quiet" onPress={saveAsSite}>
              {text.connect.saveAsSite}
            </Button>
          }
        >
          <Button slot="close">{text.app.cancel}</Button>
          <Button type="submit" look="primary" isDisabled={busy}>
            {busy ? text.connect.busy : text.connect.submit}
          </Button>
        </DialogFooter>
      </form>
    </DialogFrame>
  );
}

/** The field where the error can be mended, if there is one on the screen. */
function errorField(error: ErrorRecord, form: ConnectForm): ConnectField | undefined {
  switch (error.code) {
    case 'auth-failed':
      return form.kind === 'native' && form.signIn === 'key' ? 'token' : undefined;
    case 'unreachable':
    case 'timeout':
      return 'host';
    default:
      return undefined;
  }
}
