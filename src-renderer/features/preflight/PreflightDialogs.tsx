import { useState } from 'react';
import { type ErrorRecord, toErrorRecord } from '../../../src-shared/errors.ts';
import type { Preflight, PreflightAnswer } from '../../../src-shared/model/preflight.ts';
import { request } from '../../bridge/bridge.ts';
import { setState, useStore } from '../../store/store.ts';
import { shownAbove } from '../window/questions.ts';
import { NamesDialog } from './NamesDialog.tsx';
import { SpaceDialog } from './SpaceDialog.tsx';

export interface QuestionProps<K extends Preflight['kind']> {
  readonly question: Extract<Preflight, { readonly kind: K }>;
  readonly answer: (answer: PreflightAnswer) => void;
  readonly error: ErrorRecord | undefined;
}

/** The first question about a batch that waits for an answer. Other dialogs are answered before. */
export function Preflights() {
  const question = useStore((state) => state.preflights[0]);
  const isShown = useStore((state) => shownAbove(state) === 'preflight');
  if (question === undefined || !isShown) return null;
  return <PreflightDialog key={question.id} question={question} />;
}

function PreflightDialog({ question }: { readonly question: Preflight }) {
  const [error, setError] = useState<ErrorRecord>();
  const [busy, setBusy] = useState(false);
  const send = async (answer: PreflightAnswer): Promise<void> => {
    if (busy) return;
    setBusy(true);
    try {
      await request('preflight.answer', { preflight: question.id, answer });
      // The event follows; until then the same question must not be asked again.
      setState((state) => ({ preflights: state.preflights.filter(({ id }) => id !== question.id) }));
    } catch (thrown) {
      setError(toErrorRecord(thrown));
      setBusy(false);
    }
  };
  const answer = (chosen: PreflightAnswer): void => void send(chosen);
  return question.kind === 'names' ? (
    <NamesDialog question={question} answer={answer} error={error} />
  ) : (
    <SpaceDialog question={question} answer={answer} error={error} />
  );
}
