import { ArrowRight } from 'lucide-react';
import { useState } from 'react';
import { type ErrorRecord, toErrorRecord } from '../../../src-shared/errors.ts';
import { localEndpoint, type Location } from '../../../src-shared/model/location.ts';
import { baseName, parentPath } from '../../../src-shared/model/path.ts';
import type { Conflict, ConflictAnswer, SideOfConflict } from '../../../src-shared/model/transfer.ts';
import { request } from '../../bridge/bridge.ts';
import { setState, useStore, useWords } from '../../store/store.ts';
import { errorSentence } from '../../text/errorSentence.ts';
import { visibleName } from '../../text/visibleName.ts';
import { Button } from '../../ui/Button.tsx';
import { CheckboxField } from '../../ui/CheckboxField.tsx';
import { DialogFooter, DialogFrame } from '../../ui/DialogFrame.tsx';
import { ErrorText } from '../../ui/ErrorText.tsx';

/** The first question that waits for an answer. Other dialogs are answered before. */
export function Conflicts() {
  const conflict = useStore((state) => state.conflicts[0]);
  const free = useStore((state) => state.dialog === undefined);
  if (conflict === undefined || !free) return null;
  return <ConflictDialog key={conflict.id} conflict={conflict} />;
}

function ConflictDialog({ conflict }: { readonly conflict: Conflict }) {
  const words = useWords();
  const { text, format } = words;
  const [forBatch, setForBatch] = useState(false);
  const [error, setError] = useState<ErrorRecord>();
  const { source, target } = conflict;

  const answer = async (choice: ConflictAnswer): Promise<void> => {
    try {
      await request('conflict.answer', { conflict: conflict.id, answer: choice, forBatch });
      // The event follows; until then the same question must not be asked again.
      setState((state) => ({ conflicts: state.conflicts.filter((known) => known.id !== conflict.id) }));
    } catch (thrown) {
      setError(toErrorRecord(thrown));
    }
  };

  return (
    <DialogFrame title={text.conflict.title} width="wide" onClose={() => void answer('cancel')}>
      <div className="form">
        <p className="lead">
          {text.conflict.body(visibleName(baseName(conflict.to.path)), visibleName(parentPath(conflict.to.path)))}
        </p>
        <div className="versions">
          <Version title={text.conflict.source} location={conflict.from} side={source} other={target} />
          <ArrowRight size={18} className="faint" aria-hidden="true" />
          <Version title={text.conflict.target} location={conflict.to} side={target} other={source} />
        </div>
        {error === undefined ? null : <ErrorText>{errorSentence(words, error)}</ErrorText>}
        <CheckboxField isSelected={forBatch} onChange={setForBatch}>
          {text.conflict.forBatch}
          {conflict.waiting > 0 ? (
            <span className="field-hint">{text.conflict.waiting(conflict.waiting, format.count(conflict.waiting))}</span>
          ) : null}
        </CheckboxField>
        <DialogFooter start={<Button onPress={() => void answer('cancel')}>{text.app.cancel}</Button>}>
          <Button autoFocus onPress={() => void answer('skip')}>
            {text.conflict.skip}
          </Button>
          <Button onPress={() => void answer('both')}>{text.conflict.both}</Button>
          <Button onPress={() => void answer('newer')}>{text.conflict.overwriteNewer}</Button>
          <Button look="primary" onPress={() => void answer('overwrite')}>
            {text.conflict.overwrite}
          </Button>
        </DialogFooter>
      </div>
    </DialogFrame>
  );
}

interface VersionProps {
  readonly title: string;
  readonly location: Location;
  readonly side: SideOfConflict;
  readonly other: SideOfConflict;
}

function Version({ title, location, side, other }: VersionProps) {
  const { text, format } = useWords();
  const session = useStore((state) => state.sessions.find((candidate) => candidate.id === location.endpoint));
  const place = location.endpoint === localEndpoint ? text.pane.thisComputer : (session?.label ?? '');
  return (
    <section className="version" aria-label={title}>
      <h3 className="version-title">{title}</h3>
      <p className="ellipsis" title={visibleName(location.path)}>
        {visibleName(baseName(location.path))}
      </p>
      <p className="version-place ellipsis">{place}</p>
      <p>
        {format.size(side.size)}
        {side.size > other.size ? <span className="badge">{text.conflict.larger}</span> : null}
        {side.size === other.size ? <span className="faint"> {text.conflict.sameSize}</span> : null}
      </p>
      <p>
        {Number.isNaN(side.modified) ? text.conflict.unknownDate : format.longDate(side.modified)}
        {side.modified > other.modified ? <span className="badge badge-accent">{text.conflict.newer}</span> : null}
      </p>
    </section>
  );
}
