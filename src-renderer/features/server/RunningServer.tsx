import { Check, Link } from 'lucide-react';
import { useState } from 'react';
import { type ErrorRecord, toErrorRecord } from '../../../src-shared/errors.ts';
import { useStore, useWords } from '../../store/store.ts';
import { errorSentence } from '../../text/errorSentence.ts';
import { visibleName } from '../../text/visibleName.ts';
import { Button } from '../../ui/Button.tsx';
import { DialogFooter } from '../../ui/DialogFrame.tsx';
import { ErrorText } from '../../ui/ErrorText.tsx';
import { Fingerprint } from '../sessions/Fingerprint.tsx';
import { copyServerLink, openServer, serverAddress } from './localServer.ts';

/** What to do with the server that has just been started. */
export function RunningServer() {
  const words = useWords();
  const { text } = words;
  const server = useStore((state) => state.server);
  const [copied, setCopied] = useState(false);
  const [error, setError] = useState<ErrorRecord>();
  if (server.state !== 'running') return null;
  return (
    <div className="form">
      <p className="message message-good">
        <Check size={16} aria-hidden="true" />
        <span>{text.server.running}</span>
      </p>
      <dl className="facts">
        <dt>{text.server.address}</dt>
        <dd className="mono selectable">{serverAddress(server)}</dd>
        <dt>{text.server.sharing}</dt>
        <dd className="mono selectable">{visibleName(server.options.folder)}</dd>
      </dl>
      <Fingerprint label={text.identity.fingerprint} pin={server.pin} />
      <div className="spaced-hint">
        <Button onPress={() => void copyServerLink().then(setCopied)}>
          {copied ? <Check size={14} aria-hidden="true" /> : <Link size={14} aria-hidden="true" />}
          {copied ? text.server.copied : text.server.copyLink}
        </Button>
        <p className="field-hint">{text.server.linkHint}</p>
      </div>
      {error === undefined ? null : <ErrorText>{errorSentence(words, error)}</ErrorText>}
      <DialogFooter>
        <Button slot="close">{text.app.close}</Button>
        <Button
          look="primary"
          autoFocus
          onPress={() => void openServer('right').catch((thrown: unknown) => setError(toErrorRecord(thrown)))}
        >
          {text.server.openHere}
        </Button>
      </DialogFooter>
    </div>
  );
}
