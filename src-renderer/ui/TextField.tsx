import type { ReactNode, Ref } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextField as AriaTextField } from 'react-aria-components/TextField';

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error?: string | undefined;
  readonly hint?: string | undefined;
  readonly placeholder?: string | undefined;
  readonly secret?: boolean;
  readonly numeric?: boolean;
  readonly autoFocus?: boolean;
  readonly isDisabled?: boolean;
  readonly inputRef?: Ref<HTMLInputElement>;
  /** Beside the field, such as a button. */
  readonly children?: ReactNode;
}

export function TextField(props: TextFieldProps) {
  const { label, value, onChange, error, hint, placeholder, inputRef, children } = props;
  return (
    <AriaTextField
      className="field"
      value={value}
      onChange={onChange}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      type={props.secret === true ? 'password' : 'text'}
      autoComplete="off"
      {...(props.autoFocus === true ? { autoFocus: true } : {})}
      {...(props.isDisabled === true ? { isDisabled: true } : {})}
    >
      <Label className="field-label">{label}</Label>
      <div className="field-row">
        <Input
          className="input"
          ref={inputRef ?? null}
          spellCheck={false}
          autoCapitalize="off"
          autoCorrect="off"
          {...(placeholder === undefined ? {} : { placeholder })}
          {...(props.numeric === true ? { inputMode: 'numeric' } : {})}
        />
        {children}
      </div>
      {hint === undefined || error !== undefined ? null : (
        <Text slot="description" className="field-hint">
          {hint}
        </Text>
      )}
      <FieldError className="field-error">{error}</FieldError>
    </AriaTextField>
  );
}
