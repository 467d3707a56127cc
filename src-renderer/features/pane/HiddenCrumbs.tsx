import { Ellipsis } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { Text } from 'react-aria-components/Text';
import type { PaneSide } from '../../store/state.ts';
import { useWords } from '../../store/store.ts';
import { focusPane, whenFocusIsFree } from './paneFocus.ts';

interface HiddenCrumbsProps {
  readonly side: PaneSide;
  /** From the root downwards. */
  readonly names: readonly string[];
  readonly onOpen: (at: number) => void;
}

/** The folders before the first one that is shown. */
export function HiddenCrumbs({ side, names, onOpen }: HiddenCrumbsProps) {
  const { text } = useWords();
  return (
    <MenuTrigger>
      <Button className="crumb crumb-more" aria-label={text.pane.hiddenCrumbs}>
        <Ellipsis size={14} aria-hidden="true" />
      </Button>
      <Popover className="popover" placement="bottom start" offset={4}>
        <Menu
          className="menu"
          aria-label={text.pane.hiddenCrumbs}
          onAction={(at) => {
            onOpen(Number(at));
            // The button may be gone where this leads.
            whenFocusIsFree(() => focusPane(side));
          }}
        >
          {names.map((name, at) => (
            <MenuItem key={`${at} ${name}`} id={at} className="menu-item" textValue={name}>
              <Text slot="label">{name}</Text>
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
