import { useWords } from '../../store/store.ts';
import { errorSentence } from '../../text/errorSentence.ts';
import { CheckboxField } from '../../ui/CheckboxField.tsx';
import { ChoiceField } from '../../ui/ChoiceField.tsx';
import { ErrorText } from '../../ui/ErrorText.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { FailureList } from '../entries/EntryNames.tsx';
import { toggleBit } from './permissions.ts';
import type { PermissionEdit } from './usePermissions.ts';

interface PermissionFieldsProps {
  readonly edit: PermissionEdit;
  /** Whether folders are among the entries. */
  readonly folders: boolean;
}

/** Who may read, write and execute, as boxes and as a number, and how far into folders it reaches. */
export function PermissionFields({ edit, folders }: PermissionFieldsProps) {
  const words = useWords();
  const { text, format } = words;
  const { bits, result } = edit;
  const people = [text.properties.owner, text.properties.group, text.properties.others];
  const rights = [text.properties.read, text.properties.write, text.properties.execute];

  return (
    <section className="form" aria-label={text.properties.permissions}>
      <div className="permission-sides">
        <div className="permission-grid">
          {people.map((who, row) => (
            <div key={who} role="group" aria-label={who} className="permission-row">
              <span className="quiet">{who}</span>
              {rights.map((right, column) => {
                const bit = 0o400 >> (row * 3 + column);
                return (
                  <CheckboxField
                    key={right}
                    isSelected={(bits.on & bit) !== 0}
                    isIndeterminate={(bits.mixed & bit) !== 0}
                    onChange={() => edit.setBits(toggleBit(bits, bit))}
                  >
                    {right}
                  </CheckboxField>
                );
              })}
            </div>
          ))}
        </div>
        <div className="permission-number">
          <TextField
            label={text.properties.octal}
            value={edit.octal}
            onChange={(value) => edit.typeOctal(value)}
            placeholder={bits.mixed === 0 ? undefined : text.properties.mixed}
            error={edit.octalWrong ? text.properties.octalWrong : undefined}
            numeric
          />
        </div>
      </div>
      {folders ? (
        <CheckboxField
          isSelected={edit.inside !== 'nothing'}
          onChange={(selected) => edit.setInside(selected ? 'everything' : 'nothing')}
        >
          {text.properties.inside}
        </CheckboxField>
      ) : null}
      {edit.inside === 'nothing' ? null : (
        <div className="permission-inside">
          <ChoiceField
            label={text.properties.reach}
            value={edit.inside}
            choices={(['everything', 'files', 'folders'] as const).map((value) => ({
              value,
              label: text.properties.reaches[value],
            }))}
            onChange={edit.setInside}
          />
          <CheckboxField isSelected={edit.executeWhereUsed} onChange={edit.setExecuteWhereUsed}>
            {text.properties.executeWhereUsed}
          </CheckboxField>
        </div>
      )}
      {edit.error === undefined ? null : <ErrorText>{errorSentence(words, edit.error)}</ErrorText>}
      {result === undefined || result.failed === 0 ? null : (
        <div role="alert" className="form">
          <p>{text.properties.notChanged(result.failed, format.count(result.failed), format.count(result.changed))}</p>
          <FailureList failures={result.failures} total={result.failed} reason={({ error }) => errorSentence(words, error)} />
        </div>
      )}
    </section>
  );
}
