import { useCallback, useRef, useState } from 'react';
import { Menu } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { type Command, type CommandId, commands, findCommand } from '../../../src-shared/commands.ts';
import { runCommand } from '../../commands/runCommand.ts';
import type { ContextMenuState } from '../../store/state.ts';
import { getState, setState, useStore, useWords } from '../../store/store.ts';
import { isEnabled, presentConditions } from '../../commands/conditions.ts';
import { focusPane } from '../pane/paneFocus.ts';
import { focusTransfers } from '../transfers/transferFocus.ts';
import { commandItems } from './commandItems.tsx';

const order: readonly (readonly string[])[] = [
  ['entry.open', 'entry.preview'],
  ['transfer.copy', 'transfer.move', 'transfer.downloadTo'],
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
    case 'transfers':
      return transferGroupsNow();
  }
}

const transferOrder: readonly (readonly CommandId[])[] = [
  ['transfer.reveal'],
  ['transfer.pause', 'transfer.resume', 'transfer.cancel', 'transfer.retry'],
  ['transfer.moveTop', 'transfer.moveUp', 'transfer.moveDown', 'transfer.moveBottom'],
  ['transfer.priorityHigh', 'transfer.priorityNormal', 'transfer.priorityLow'],
];

/** The menu of the panel's rows: what can't be done with any row of the tab is left out. */
function transferGroupsNow(): Command[][] {
  const holds = presentConditions(getState());
  return transferOrder
    .map((ids) => ids.flatMap((id) => findCommand(id) ?? []).filter((command) => isEnabled(command, holds)))
    .filter((group) => group.length > 0);
}

const columnCommands = (commands as readonly Command[]).filter((command) => command.id.startsWith('column.'));

/** Pixels between a menu and the window's edge. */
const edge = 8;

/** How far a menu that does not fit below the pointer begins above it: as far as it must, and no further than there is room. */
function riseOf(y: number, height: number): number {
  const overlap = y + height + edge - window.innerHeight;
  return Math.max(0, Math.min(overlap, y - edge));
}

export function ContextMenu() {
  const menu = useStore((state) => state.contextMenu);
  if (menu === undefined) return null;
  return <OpenContextMenu key={`${menu.x},${menu.y}`} menu={menu} />;
}

function OpenContextMenu({ menu }: { readonly menu: ContextMenuState }) {
  const { text } = useWords();
  const point = useRef<HTMLDivElement>(null);
  const [rise, setRise] = useState(0);
  // The list is there before its items are.
  const measure = useCallback(
    (list: HTMLDivElement) => {
      const observer = new ResizeObserver(() => setRise(riseOf(menu.y, list.scrollHeight)));
      observer.observe(list);
      return () => observer.disconnect();
    },
    [menu.y],
  );
  const [groups] = useState(() => contextGroups(menu.of));
  const close = (): void => {
    setState({ contextMenu: undefined });
    if (menu.of === 'transfers') focusTransfers();
    else focusPane(menu.side);
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
        shouldFlip={false}
        containerPadding={edge}
        offset={-rise}
        onOpenChange={(open) => {
          if (!open) close();
        }}
      >
        <Menu
          ref={measure}
          className="menu"
          aria-label={text.help.list.contextMenu}
          autoFocus="first"
          onAction={(key) => {
            close();
            runCommand(String(key));
          }}
          onClose={close}
        >
          {commandItems(groups)}
        </Menu>
      </Popover>
    </>
  );
}
