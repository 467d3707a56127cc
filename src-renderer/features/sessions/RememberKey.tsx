import { useStore, useWords } from '../../store/store.ts';
import { CheckboxField } from '../../ui/CheckboxField.tsx';

interface RememberKeyProps {
  readonly isSelected: boolean;
  readonly onChange: (selected: boolean) => void;
}

/** Whether a key outlives this run, and what that means here. */
export function RememberKey({ isSelected, onChange }: RememberKeyProps) {
  const { text } = useWords();
  const protection = useStore((state) => state.places.keyProtection);
  return (
    <div className="setting">
      <CheckboxField isSelected={isSelected} onChange={onChange}>
        {text.connect.remember}
      </CheckboxField>
      <p className="field-hint">{isSelected ? text.connect.rememberHints[protection] : text.connect.notRemembered}</p>
    </div>
  );
}
