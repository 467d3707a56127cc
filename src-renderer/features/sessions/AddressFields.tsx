import { useWords } from '../../store/store.ts';
import { ChoiceField } from '../../ui/ChoiceField.tsx';
import { WarningText } from '../../ui/ErrorText.tsx';
import { TextField } from '../../ui/TextField.tsx';
import type { ConnectField, ConnectForm } from './connectForm.ts';

interface AddressFieldsProps {
  readonly form: ConnectForm;
  readonly onEdit: (change: Partial<ConnectForm>) => void;
  readonly error: (field: ConnectField) => string | undefined;
  /** What stands in the key's field while nothing is typed, when a key is known already. */
  readonly knownKey: string | undefined;
  readonly keyHint: string;
}

/** How a server is reached and how one signs in to it. */
export function AddressFields({ form, onEdit, error, knownKey, keyHint }: AddressFieldsProps) {
  const { text } = useWords();
  return (
    <>
      <div className="form-halves">
        <ChoiceField
          label={text.connect.kind}
          value={form.kind}
          onChange={(kind) => onEdit({ kind })}
          choices={[
            { value: 'native', label: text.connect.native },
            { value: 'classic', label: text.connect.classic },
          ]}
        />
        {form.kind === 'classic' ? null : (
          <ChoiceField
            label={text.connect.signIn}
            value={form.signIn}
            onChange={(signIn) => onEdit({ signIn })}
            choices={[
              { value: 'key', label: text.connect.signIns.key },
              { value: 'none', label: text.connect.signIns.none },
            ]}
          />
        )}
      </div>
      <div className="form-columns">
        <TextField
          label={text.connect.host}
          value={form.host}
          onChange={(host) => onEdit({ host })}
          placeholder={text.connect.hostHint}
          error={error('host')}
        />
        <TextField
          label={text.connect.port}
          value={form.port}
          onChange={(port) => onEdit({ port })}
          error={error('port')}
          numeric
        />
      </div>
      {form.kind === 'classic' ? (
        <WarningText>{text.connect.classicWarning}</WarningText>
      ) : form.signIn === 'none' ? null : (
        <TextField
          label={text.connect.token}
          value={form.token}
          onChange={(token) => onEdit({ token })}
          placeholder={knownKey}
          hint={keyHint}
          error={error('token')}
          secret
        />
      )}
    </>
  );
}
