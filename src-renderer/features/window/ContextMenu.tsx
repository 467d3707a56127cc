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
  ['entry.cut', 'entry.copy', 'entry.paste'],
  ['entry.rename', 'entry.delete'],
  ['entry.newFolder', 'entry.newFile', 'view.refresh'],
  ['entry.copyPath', 'entry.folderSizes', 'entry.properties'],
];

const spaceOrder: readonly (readonly string[])[] = [
  ['entry.paste'],
  ['entry.newFolder', 'entry.newFile'],
  ['selection.all', 'view.refresh'],
];

/** The commands that the table marks for a menu, the known ones in a fixed order. */
function inOrder(marked: readonly Command[], groups: readonly (readonly string[])[]): Command[][] {
  const known = groups.map((ids) => ids.flatMap((id) => marked.filter((command) => command.id === id)));
  const rest = marked.filter((command) => !groups.flat().includes(command.id));
  return [...known, rest].filter((group) => group.length > 0);
}

function contextGroups(of: ContextMenuState['of']): readonly (readonly Command[])[] {
  const all: readonly Command[] = commands;
  switch (of) {
    case 'entries':
      return inOrder(
        all.filter((command) => command.context === true),
        order,
      );
    case 'space':
      return inOrder(
        all.filter((command) => command.spaceContext === true),
        spaceOrder,
      );
    case 'columns':
      return [columnCommands];
  }
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
          {commandItems(contextGroups(menu.of))}
        </Menu>
      </Popover>
    </>
  );
}
