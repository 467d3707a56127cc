import { baseName } from '../../../src-shared/model/path.ts';
import { useWords } from '../../store/store.ts';
import { errorSentence } from '../../text/errorSentence.ts';
import { visibleName } from '../../text/visibleName.ts';
import { Button } from '../../ui/Button.tsx';
import { DialogFooter, DialogFrame } from '../../ui/DialogFrame.tsx';
import { ErrorText } from '../../ui/ErrorText.tsx';
import { VisibleName } from '../../ui/VisibleName.tsx';
import type { QuestionProps } from './PreflightDialogs.tsx';

/** Names that the target does not take as they are: one answer for all of them. */
export function NamesDialog({ question, answer, error }: QuestionProps<'names'>) {
  const words = useWords();
  const { text, format } = words;
  const { count, names, to } = question;
  const more = count - names.length;
  return (
    <DialogFrame title={text.preflight.namesTitle} width="wide" unasked onClose={() => answer('cancel')}>
      <div className="form">
        <p className="lead">{text.preflight.namesBody(count, format.count(count), visibleName(to.path))}</p>
        <ul className="name-list troubled-names" aria-label={text.preflight.list}>
          {names.map(({ path, reason, safe }) => (
            <li key={path} className="troubled-name" title={visibleName(path)}>
              <span className="ellipsis">
                <VisibleName name={baseName(path)} />
              </span>
              <span className="field-hint">
                {text.preflight.reasons[reason]}; {text.preflight.becomes(visibleName(safe))}
              </span>
            </li>
          ))}
          {more > 0 ? <li>{text.preflight.andMore(format.count(more))}</li> : null}
        </ul>
        <p className="field-hint">{text.preflight.scheme}</p>
        {error === undefined ? null : <ErrorText>{errorSentence(words, error)}</ErrorText>}
        <DialogFooter start={<Button onPress={() => answer('cancel')}>{text.app.cancel}</Button>}>
          <Button autoFocus onPress={() => answer('skip')}>
            {text.preflight.skip}
          </Button>
          <Button look="primary" onPress={() => answer('rename')}>
            {text.preflight.rename}
          </Button>
        </DialogFooter>
      </div>
    </DialogFrame>
  );
}
