import { ArrowRight } from 'lucide-react';
import { useState } from 'react';
import { type ErrorRecord, toErrorRecord } from '../../../src-shared/errors.ts';
import { baseName, parentPath } from '../../../src-shared/model/path.ts';
import type { Conflict, ConflictAnswer } from '../../../src-shared/model/transfer.ts';
import { request } from '../../bridge/bridge.ts';
import { setState, useStore, useWords } from '../../store/store.ts';
import { errorSentence } from '../../text/errorSentence.ts';
import { visibleName } from '../../text/visibleName.ts';
import { Button } from '../../ui/Button.tsx';
import { CheckboxField } from '../../ui/CheckboxField.tsx';
import { DialogFooter, DialogFrame } from '../../ui/DialogFrame.tsx';
import { ErrorText } from '../../ui/ErrorText.tsx';
import { shownAbove } from '../window/questions.ts';
import { Contents } from './Contents.tsx';
import { Version } from './Version.tsx';

/** As the buttons stand: what changes least first, the main one last. */
const order = ['skip', 'both', 'resume', 'size', 'newer', 'overwrite'] as const;

/** The first question that waits for an answer. Other dialogs are answered before. */
export function Conflicts() {
  const conflict = useStore((state) => state.conflicts[0]);
  const isShown = useStore((state) => shownAbove(state) === 'conflict');
  if (conflict === undefined || !isShown) return null;
  return <ConflictDialog key={conflict.id} conflict={conflict} />;
}

function ConflictDialog({ conflict }: { readonly conflict: Conflict }) {
  const words = useWords();
  const { text, format } = words;
  const [forBatch, setForBatch] = useState(false);
  const [error, setError] = useState<ErrorRecord>();
  const [busy, setBusy] = useState(false);
  const { answers, from, source, target, to, waiting } = conflict;
  const say = target.kind === 'directory' ? text.conflict.folderBody : text.conflict.body;

  const answer = async (choice: ConflictAnswer): Promise<void> => {
    if (busy) return;
    setBusy(true);
    try {
      await request('conflict.answer', { conflict: conflict.id, answer: choice, forBatch });
      // The event follows; until then the same question must not be asked again.
      setState((state) => ({ conflicts: state.conflicts.filter((known) => known.id !== conflict.id) }));
    } catch (thrown) {
      setError(toErrorRecord(thrown));
      setBusy(false);
    }
  };

  return (
    <DialogFrame title={text.conflict.title} width="broad" unasked onClose={() => void answer('cancel')}>
      <div className="form">
        <p className="lead">{say(visibleName(baseName(to.path)), visibleName(parentPath(to.path)))}</p>
        <div className="versions">
          <Version title={text.conflict.source} location={from} side={source} other={target} />
          <ArrowRight size={18} className="faint" aria-hidden="true" />
          <Version title={text.conflict.target} location={to} side={target} other={source} />
        </div>
        <Contents conflict={conflict} />
        {error === undefined ? null : <ErrorText>{errorSentence(words, error)}</ErrorText>}
        <CheckboxField isSelected={forBatch} onChange={setForBatch}>
          {text.conflict.forBatch}
          {waiting > 0 ? <span className="field-hint">{text.conflict.waiting(waiting, format.count(waiting))}</span> : null}
        </CheckboxField>
        <DialogFooter start={<Button onPress={() => void answer('cancel')}>{text.conflict.answers.cancel}</Button>}>
          {order
            .filter((choice) => answers.includes(choice))
            .map((choice) => (
              <Button
                key={choice}
                autoFocus={choice === 'skip'}
                look={choice === 'overwrite' ? 'primary' : 'plain'}
                onPress={() => void answer(choice)}
              >
                {text.conflict.answers[choice]}
              </Button>
            ))}
        </DialogFooter>
      </div>
    </DialogFrame>
  );
}
