import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { Menu } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { type MenuName, menuGroups, menuNames, menuTitles } from '../../../src-shared/commands.ts';
import { runCommand } from '../../commands/runCommand.ts';
import { getState, useWords } from '../../store/store.ts';
import { focusPane } from '../pane/paneFocus.ts';
import { bookmarkItems, commandItems } from './commandItems.tsx';

interface OpenMenu {
  readonly name: MenuName;
  readonly anchor: HTMLElement;
}

/** The menu bar where the shell has no native one. F10 takes the keyboard there. */
export function MenuBar() {
  const { text, language } = useWords();
  const [open, setOpen] = useState<OpenMenu>();
  const [current, setCurrent] = useState<MenuName>('file');
  const bar = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== 'F10' || event.shiftKey || event.ctrlKey || event.altKey || event.defaultPrevented) return;
      event.preventDefault();
      bar.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);

  const buttonOf = (name: MenuName): HTMLElement | null =>
    bar.current?.querySelector<HTMLElement>(`[data-menu="${name}"]`) ?? null;
  const show = (name: MenuName): void => {
    const anchor = buttonOf(name);
    setCurrent(name);
    setOpen(anchor === null ? undefined : { name, anchor });
  };
  const goTo = (name: MenuName): void => {
    if (open !== undefined) return show(name);
    setCurrent(name);
    buttonOf(name)?.focus();
  };
  const close = (): void => {
    setOpen(undefined);
    // Where the keyboard came from; menus work on the pane that has it.
    focusPane(getState().focused);
  };

  const onBarKey = (event: KeyboardEvent, name: MenuName): void => {
    if (event.key === 'ArrowRight') goTo(neighbour(name, 1));
    else if (event.key === 'ArrowLeft') goTo(neighbour(name, -1));
    else if (event.key === 'ArrowDown' || event.key === 'Enter' || event.key === ' ') show(name);
    else if (event.key === 'Home') goTo('file');
    else if (event.key === 'End') goTo('help');
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
  };

  return (
    <div role="menubar" aria-label={text.app.menuBar} className="menu-bar" ref={bar}>
      {menuNames.map((name) => (
        <button
          key={name}
          type="button"
          role="menuitem"
          className="menu-bar-item"
          data-menu={name}
          aria-haspopup="menu"
          aria-expanded={open?.name === name}
          tabIndex={current === name ? 0 : -1}
          onMouseDown={(event) => {
            // The focus stays in the pane the commands work on.
            event.preventDefault();
            if (open?.name === name) close();
            else show(name);
          }}
          onClick={(event) => {
            // A click without a mouse, such as a screen reader's.
            if (event.detail === 0) show(name);
          }}
          onMouseEnter={() => {
            if (open !== undefined && open.name !== name) show(name);
          }}
          onKeyDown={(event) => onBarKey(event, name)}
        >
          {menuTitles[name][language]}
        </button>
      ))}
      {open === undefined ? null : (
        <BarMenu
          key={open.name}
          menu={open}
          isInBar={(element) => bar.current?.contains(element) === true}
          onStep={(by) => show(neighbour(open.name, by))}
          onClose={close}
        />
      )}
    </div>
  );
}

interface BarMenuProps {
  readonly menu: OpenMenu;
  readonly isInBar: (element: Element) => boolean;
  readonly onStep: (by: 1 | -1) => void;
  readonly onClose: () => void;
}

function BarMenu({ menu, isInBar, onStep, onClose }: BarMenuProps) {
  const { language } = useWords();
  const trigger = useMemo(() => ({ current: menu.anchor }), [menu.anchor]);
  return (
    <Popover
      className="popover"
      triggerRef={trigger}
      isOpen
      isNonModal
      placement="bottom start"
      offset={2}
      shouldCloseOnInteractOutside={(element) => !isInBar(element)}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
    >
      <div
        onKeyDownCapture={(event) => {
          if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return;
          event.preventDefault();
          event.stopPropagation();
          onStep(event.key === 'ArrowRight' ? 1 : -1);
        }}
      >
        <Menu
          className="menu"
          aria-label={menuTitles[menu.name][language]}
          autoFocus="first"
          onAction={(key) => {
            onClose();
            runCommand(String(key));
          }}
          onClose={onClose}
        >
          {commandItems(menuGroups(menu.name))}
          {menu.name === 'go' ? bookmarkItems() : null}
        </Menu>
      </div>
    </Popover>
  );
}

function neighbour(name: MenuName, by: 1 | -1): MenuName {
  const at = (menuNames.indexOf(name) + by + menuNames.length) % menuNames.length;
  return menuNames[at] ?? 'file';
}
