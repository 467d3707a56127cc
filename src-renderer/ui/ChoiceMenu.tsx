import { Check, ChevronDown, type LucideIcon } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { Text } from 'react-aria-components/Text';

interface ChoiceMenuProps<T extends string> {
  readonly label: string;
  readonly icon: LucideIcon;
  readonly value: T;
  readonly choices: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
  /** It is not as it usually is, and says so. */
  readonly isSpecial?: boolean;
}

/** Several choices behind a small button that shows the one that holds. */
export function ChoiceMenu<T extends string>({ label, icon: Icon, value, choices, onChange, isSpecial }: ChoiceMenuProps<T>) {
  const shown = choices.find((choice) => choice.value === value)?.label ?? '';
  return (
    <MenuTrigger>
      <Button className="choice-button" aria-label={`${label}: ${shown}`} data-special={isSpecial || undefined}>
        <Icon size={14} aria-hidden="true" />
        <span className="choice-label">{label}</span>
        <span className="choice-value">{shown}</span>
        <ChevronDown size={12} aria-hidden="true" />
      </Button>
      <Popover className="popover" placement="top end" offset={4}>
        <Menu
          className="menu"
          aria-label={label}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[value]}
          onAction={(key) => {
            const choice = choices.find((candidate) => candidate.value === key);
            if (choice !== undefined) onChange(choice.value);
          }}
        >
          {choices.map((choice) => (
            <MenuItem key={choice.value} id={choice.value} className="menu-item" textValue={choice.label}>
              <span className="menu-mark" aria-hidden="true">
                {choice.value === value ? <Check size={14} /> : null}
              </span>
              <Text slot="label">{choice.label}</Text>
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
