import { useState } from 'react';
import type { ErrorRecord } from '../../../src-shared/errors.ts';
import type { DialogState } from '../../store/state.ts';
import { showDialog, useWords } from '../../store/store.ts';
import { errorSentence } from '../../text/errorSentence.ts';
import { Button } from '../../ui/Button.tsx';
import { DialogFooter, DialogFrame } from '../../ui/DialogFrame.tsx';
import { ErrorText, WarningText } from '../../ui/ErrorText.tsx';
import { Fingerprint } from './Fingerprint.tsx';
import { openSession } from './openSession.ts';

type UnknownState = Extract<DialogState, { kind: 'unknown-server' }>;
type ChangedState = Extract<DialogState, { kind: 'identity-changed' }>;

/** First contact without a link: the user compares the fingerprint. */
export function UnknownServerDialog({ state }: { readonly state: UnknownState }) {
  const words = useWords();
  const { text } = words;
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorRecord>();

  const trust = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    const { attempt, pin } = state;
    const problem = await openSession({ ...attempt, open: { ...attempt.open, trust: pin } }, 'caller');
    setBusy(false);
    setError(problem);
  };

  return (
    <DialogFrame title={text.identity.unknownTitle} unasked onClose={() => showDialog(undefined)}>
      <div className="form">
        <p>{text.identity.unknownBody(state.attempt.address)}</p>
        <Fingerprint label={text.identity.fingerprint} pin={state.pin} />
        {error === undefined ? null : <ErrorText>{errorSentence(words, error, { server: state.attempt.address })}</ErrorText>}
        <DialogFooter>
          <Button slot="close" autoFocus>
            {text.app.cancel}
          </Button>
          <Button look="primary" isDisabled={busy} onPress={() => void trust()}>
            {busy ? text.connect.busy : text.identity.trust}
          </Button>
        </DialogFooter>
      </div>
    </DialogFrame>
  );
}

/** Another key than before: there is no way past this dialog. */
export function IdentityChangedDialog({ state }: { readonly state: ChangedState }) {
  const { text } = useWords();
  return (
    <DialogFrame title={text.identity.changedTitle} onClose={() => showDialog(undefined)}>
      <div className="form">
        <WarningText>{text.identity.changedBody(state.address)}</WarningText>
        {state.expected === undefined ? null : <Fingerprint label={text.identity.expected} pin={state.expected} />}
        <Fingerprint label={text.identity.shown} pin={state.shown} />
        <p>{text.identity.changedAdvice}</p>
        <DialogFooter>
          <Button slot="close" look="primary" autoFocus>
            {text.app.close}
          </Button>
        </DialogFooter>
      </div>
    </DialogFrame>
  );
}
