import { ArrowLeftRight } from 'lucide-react';
import { useState } from 'react';
import type { ErrorRecord } from '../../../src-shared/errors.ts';
import type { PaneSide } from '../../store/state.ts';
import { showDialog, useStore, useWords } from '../../store/store.ts';
import { errorSentence } from '../../text/errorSentence.ts';
import { visibleName } from '../../text/visibleName.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorText } from '../../ui/ErrorText.tsx';
import { startAndOpen } from '../server/localServer.ts';

/** An empty pane: two ways to begin. */
export function FirstRun({ side }: { readonly side: PaneSide }) {
  const words = useWords();
  const { text } = words;
  const folder = useStore((state) => state.app?.suggestedShare ?? '');
  const running = useStore((state) => state.server.state === 'running');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorRecord>();

  const start = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    const problem = await startAndOpen(side);
    setBusy(false);
    setError(problem);
  };

  return (
    <div className="pane-message first-run">
      <ArrowLeftRight size={32} strokeWidth={1.25} aria-hidden="true" />
      <h2 className="pane-message-title">{text.pane.firstTitle}</h2>
      <p className="pane-message-body">{text.pane.firstBody}</p>
      {error === undefined ? null : <ErrorText>{errorSentence(words, error)}</ErrorText>}
      <div className="first-run-choices">
        <Button look="primary" onPress={() => showDialog({ kind: 'connect', side })}>
          {text.pane.firstConnect}
        </Button>
        <Button onPress={() => void start()} isDisabled={busy}>
          {running ? text.pane.firstRunning : busy ? text.pane.firstServerBusy : text.pane.firstServer}
        </Button>
      </div>
      {running ? null : <p className="first-run-note">{text.pane.firstFolder(visibleName(folder))}</p>}
    </div>
  );
}
