import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { CheckboxButton, CheckboxField as AriaCheckboxField } from 'react-aria-components/Checkbox';

interface CheckboxFieldProps {
  readonly isSelected: boolean;
  readonly onChange: (selected: boolean) => void;
  readonly children: ReactNode;
  readonly isDisabled?: boolean;
}

export function CheckboxField({ isSelected, onChange, children, isDisabled = false }: CheckboxFieldProps) {
  return (
    <AriaCheckboxField isSelected={isSelected} onChange={onChange} isDisabled={isDisabled}>
      <CheckboxButton className="checkbox">
        <span className="checkbox-box" aria-hidden="true">
          <Check size={12} strokeWidth={3} />
        </span>
        <span>{children}</span>
      </CheckboxButton>
    </AriaCheckboxField>
  );
}
