import { useState } from 'react';
import { type ErrorRecord, toErrorRecord } from '../../../src-shared/errors.ts';
import type { Conflict } from '../../../src-shared/model/transfer.ts';
import { request } from '../../bridge/bridge.ts';
import { useWords } from '../../store/store.ts';
import { errorSentence } from '../../text/errorSentence.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorText } from '../../ui/ErrorText.tsx';

/** What is known of the contents of both sides, and a way to know more. */
export function Contents({ conflict }: { readonly conflict: Conflict }) {
  const words = useWords();
  const { text } = words;
  const [comparing, setComparing] = useState(false);
  const [error, setError] = useState<ErrorRecord>();
  const { answers, comparable, match } = conflict;
  const compare = async (): Promise<void> => {
    setComparing(true);
    setError(undefined);
    try {
      await request('conflict.compare', { conflict: conflict.id });
    } catch (thrown) {
      setError(toErrorRecord(thrown));
    }
    setComparing(false);
  };
  if (match === 'unknown' && !comparable) return null;
  return (
    <div className="contents-match">
      <p role="status">
        {comparing ? text.conflict.comparing : text.conflict.match[match]}
        {match === 'unknown' && answers.includes('resume') ? <span className="field-hint">{text.conflict.mayResume}</span> : null}
      </p>
      {comparable ? (
        <Button isDisabled={comparing} onPress={() => void compare()}>
          {text.conflict.compare}
        </Button>
      ) : null}
      {error === undefined ? null : <ErrorText>{errorSentence(words, error)}</ErrorText>}
    </div>
  );
}
