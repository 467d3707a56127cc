import { Check, Minus } from 'lucide-react';
import type { ReactNode } from 'react';
import { CheckboxButton, CheckboxField as AriaCheckboxField } from 'react-aria-components/Checkbox';

interface CheckboxFieldProps {
  readonly isSelected: boolean;
  readonly onChange: (selected: boolean) => void;
  readonly children: ReactNode;
  readonly isDisabled?: boolean;
  /** Neither on nor off: it holds for some and not for others. */
  readonly isIndeterminate?: boolean;
}

export function CheckboxField(props: CheckboxFieldProps) {
  const { isSelected, onChange, children, isDisabled = false, isIndeterminate = false } = props;
  const Mark = isIndeterminate ? Minus : Check;
  return (
    <AriaCheckboxField isSelected={isSelected} isIndeterminate={isIndeterminate} onChange={onChange} isDisabled={isDisabled}>
      <CheckboxButton className="checkbox">
        <span className="checkbox-box" aria-hidden="true">
          <Mark size={12} strokeWidth={3} />
        </span>
        <span>{children}</span>
      </CheckboxButton>
    </AriaCheckboxField>
  );
}
