import { useRef } from 'react';
import { Menu } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { type Command, commands } from '../../../src-shared/commands.ts';
import { runCommand } from '../../commands/runCommand.ts';
import type { ContextMenuState } from '../../store/state.ts';
import { setState, useStore, useWords } from '../../store/store.ts';
import { focusPane } from '../pane/paneFocus.ts';
import { commandItems } from './commandItems.tsx';

const order: readonly (readonly string[])[] = [
  ['entry.open', 'transfer.copy', 'transfer.move'],
  ['entry.rename', 'entry.delete'],
  ['entry.newFolder', 'entry.newFile', 'view.refresh'],
  ['entry.copyPath', 'entry.properties'],
];

/** The menu of a pane's entries: every command the table marks for it, the known ones in a fixed order. */
function contextGroups(): Command[][] {
  const all = (commands as readonly Command[]).filter((command) => command.context === true);
  const groups = order.map((ids) => ids.flatMap((id) => all.filter((command) => command.id === id)));
  const rest = all.filter((command) => !order.flat().includes(command.id));
  return [...groups, rest].filter((group) => group.length > 0);
}

const columnCommands = (commands as readonly Command[]).filter((command) => command.id.startsWith('column.'));

export function ContextMenu() {
  const menu = useStore((state) => state.contextMenu);
  if (menu === undefined) return null;
  return <OpenContextMenu key={`${menu.x},${menu.y}`} menu={menu} />;
}

function OpenContextMenu({ menu }: { readonly menu: ContextMenuState }) {
  const { text } = useWords();
  const point = useRef<HTMLDivElement>(null);
  const close = (): void => {
    setState({ contextMenu: undefined });
    focusPane(menu.side);
  };
  return (
    <>
      <div className="menu-point" ref={point} style={{ left: menu.x, top: menu.y }} />
      <Popover
        className="popover"
        aria-label={text.help.list.contextMenu}
        triggerRef={point}
        isOpen
        placement="bottom start"
        offset={0}
        onOpenChange={(open) => {
          if (!open) close();
        }}
      >
        <Menu
          className="menu"
          aria-label={text.help.list.contextMenu}
          autoFocus="first"
          onAction={(key) => {
            close();
            runCommand(String(key));
          }}
          onClose={close}
        >
          {commandItems(menu.of === 'columns' ? [columnCommands] : contextGroups())}
        </Menu>
      </Popover>
    </>
  );
}
