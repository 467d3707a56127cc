import { useStore, useWords } from '../../store/store.ts';
import { errorSentence } from '../../text/errorSentence.ts';
import { visibleName } from '../../text/visibleName.ts';
import { Button } from '../../ui/Button.tsx';
import { DialogFooter, DialogFrame } from '../../ui/DialogFrame.tsx';
import { ErrorText } from '../../ui/ErrorText.tsx';
import type { QuestionProps } from './PreflightDialogs.tsx';

/** More than there is room for at the target. */
export function SpaceDialog({ question, answer, error }: QuestionProps<'space'>) {
  const words = useWords();
  const { text, format } = words;
  const planning = useStore((state) => state.summary.planning);
  const { available, needed, to } = question;
  const size = format.size(needed);
  return (
    <DialogFrame title={text.preflight.spaceTitle} unasked onClose={() => answer('cancel')}>
      <div className="form">
        <p className="lead">
          {text.preflight.spaceBody(planning ? text.preflight.atLeast(size) : size, visibleName(to.path), format.size(available))}
        </p>
        <p className="field-hint">{text.preflight.spaceHint}</p>
        {error === undefined ? null : <ErrorText>{errorSentence(words, error)}</ErrorText>}
        <DialogFooter>
          <Button autoFocus onPress={() => answer('cancel')}>
            {text.app.cancel}
          </Button>
          <Button look="primary" onPress={() => answer('continue')}>
            {text.preflight.continue}
          </Button>
        </DialogFooter>
      </div>
    </DialogFrame>
  );
}
