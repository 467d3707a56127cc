import { Check, ChevronDown } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { Label } from 'react-aria-components/Label';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Select, SelectValue } from 'react-aria-components/Select';

interface SelectFieldProps {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
}

/** One of many, in a list that opens. */
export function SelectField({ label, value, choices, onChange }: SelectFieldProps) {
  return (
    <Select className="field" value={value} onChange={(chosen) => onChange(String(chosen))}>
      <Label className="field-label">{label}</Label>
      <Button className="input select-button">
        <SelectValue className="ellipsis grow" />
        <ChevronDown size={14} className="faint" aria-hidden="true" />
      </Button>
      <Popover className="popover" offset={4}>
        <ListBox className="menu">
          {choices.map((choice) => (
            <ListBoxItem key={choice.value} id={choice.value} className="menu-item" textValue={choice.label}>
              {({ isSelected }) => (
                <>
                  <span className="ellipsis grow">{choice.label}</span>
                  {isSelected ? <Check size={14} aria-hidden="true" /> : null}
                </>
              )}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}
