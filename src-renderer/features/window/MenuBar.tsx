import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { Menu } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { type MenuName, menuGroups, menuNames, menuTitles } from '../../../src-shared/commands.ts';
import { runCommand } from '../../commands/runCommand.ts';
import { useWords } from '../../store/store.ts';
import { CommandItems } from './CommandItems.tsx';

/** The menu bar where the shell has no native one. F10 takes the keyboard there. */
export function MenuBar() {
  const { text, language } = useWords();
  const [open, setOpen] = useState<MenuName>();
  const [current, setCurrent] = useState<MenuName>('file');
  const bar = useRef<HTMLDivElement>(null);
  const buttons = useRef(new Map<MenuName, HTMLButtonElement>());

  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== 'F10' || event.shiftKey || event.ctrlKey || event.altKey || event.defaultPrevented) return;
      event.preventDefault();
      buttons.current.get('file')?.focus();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);

  const step = (from: MenuName, by: number): MenuName => {
    const at = (menuNames.indexOf(from) + by + menuNames.length) % menuNames.length;
    return menuNames[at] ?? 'file';
  };
  const goTo = (name: MenuName, opened: boolean): void => {
    setCurrent(name);
    setOpen(opened ? name : undefined);
    if (!opened) buttons.current.get(name)?.focus();
  };

  const onBarKey = (event: KeyboardEvent, name: MenuName): void => {
    if (event.key === 'ArrowRight') goTo(step(name, 1), open !== undefined);
    else if (event.key === 'ArrowLeft') goTo(step(name, -1), open !== undefined);
    else if (event.key === 'ArrowDown' || event.key === 'Enter' || event.key === ' ') goTo(name, true);
    else if (event.key === 'Home') goTo('file', false);
    else if (event.key === 'End') goTo('help', false);
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
          aria-haspopup="menu"
          aria-expanded={open === name}
          tabIndex={current === name ? 0 : -1}
          ref={(element) => {
            if (element === null) buttons.current.delete(name);
            else buttons.current.set(name, element);
          }}
          onMouseDown={(event) => {
            // The button keeps the focus from moving, so that commands still know the pane they work on.
            event.preventDefault();
            goTo(name, open !== name);
          }}
          onClick={(event) => {
            // A click without a mouse, such as a screen reader's.
            if (event.detail === 0) goTo(name, true);
          }}
          onMouseEnter={() => {
            if (open !== undefined) goTo(name, true);
          }}
          onKeyDown={(event) => onBarKey(event, name)}
        >
          {menuTitles[name][language]}
        </button>
      ))}
      {open === undefined ? null : (
        <Popover
          key={open}
          className="popover"
          triggerRef={{ current: buttons.current.get(open) ?? null }}
          isOpen
          isNonModal
          placement="bottom start"
          offset={2}
          shouldCloseOnInteractOutside={(element) => bar.current?.contains(element) !== true}
          onOpenChange={(isOpen) => {
            if (!isOpen) setOpen(undefined);
          }}
        >
          <div
            onKeyDownCapture={(event) => {
              if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return;
              event.preventDefault();
              event.stopPropagation();
              goTo(step(open, event.key === 'ArrowRight' ? 1 : -1), true);
            }}
          >
            <Menu
              className="menu"
              aria-label={menuTitles[open][language]}
              autoFocus="first"
              onAction={(key) => {
                setOpen(undefined);
                runCommand(String(key));
              }}
              onClose={() => goTo(open, false)}
            >
              {CommandItems({ groups: menuGroups(open) })}
            </Menu>
          </div>
        </Popover>
      )}
    </div>
  );
}
