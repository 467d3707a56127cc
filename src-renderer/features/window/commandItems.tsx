import { Bookmark, Check } from 'lucide-react';
import { Keyboard } from 'react-aria-components/Keyboard';
import { MenuItem, MenuSection } from 'react-aria-components/Menu';
import { Separator } from 'react-aria-components/Separator';
import { Text } from 'react-aria-components/Text';
import { bookmarkCommand, type Command } from '../../../src-shared/commands.ts';
import { isEnabled, presentConditions } from '../../commands/conditions.ts';
import { commandKeyLabel } from '../../commands/bindings.ts';
import { checkedCommands } from '../../commands/runCommand.ts';
import { currentWords, getState } from '../../store/store.ts';
import { visibleName } from '../../text/visibleName.ts';

/** The items of a menu, group by group, as the command table has them. What is enabled is decided when the menu opens. */
export function commandItems(groups: readonly (readonly Command[])[]) {
  const { language } = currentWords();
  const state = getState();
  const holds = presentConditions(state);
  const checked: readonly string[] = checkedCommands(state);

  const item = (command: Command) => (
    <MenuItem
      key={command.id}
      id={command.id}
      className="menu-item"
      textValue={command.title[language]}
      isDisabled={!isEnabled(command, holds)}
    >
      <span className="menu-mark" aria-hidden="true">
        {checked.includes(command.id) ? <Check size={14} /> : null}
      </span>
      <Text slot="label">{command.title[language]}</Text>
      {shortcut(command.id)}
    </MenuItem>
  );

  return groups.map((group, at) => {
    const toggles = group.filter((command) => command.toggle === true);
    const plain = group.filter((command) => command.toggle !== true);
    return [
      at === 0 ? null : <Separator key={`line-${at}`} className="menu-line" />,
      ...plain.map(item),
      toggles.length === 0 ? null : (
        <MenuSection
          key={`toggles-${at}`}
          selectionMode="multiple"
          selectedKeys={toggles.map((command) => command.id).filter((id) => checked.includes(id))}
          onSelectionChange={() => undefined}
          aria-label={toggles.map((command) => command.title[language]).join(', ')}
        >
          {toggles.map(item)}
        </MenuSection>
      ),
    ];
  });
}

/** The bookmarks, below the commands of the Go menu. */
export function bookmarkItems() {
  const { places } = getState();
  if (places.bookmarks.length === 0) return null;
  const title = currentWords().text.places.bookmarks;
  return [
    <Separator key="bookmarks-line" className="menu-line" />,
    <MenuSection key="bookmarks" aria-label={title}>
      {places.bookmarks.map(({ id, name }) => (
        <MenuItem key={id} id={bookmarkCommand(id)} className="menu-item" textValue={name}>
          <span className="menu-mark" aria-hidden="true">
            <Bookmark size={14} />
          </span>
          <Text slot="label">{visibleName(name)}</Text>
        </MenuItem>
      ))}
    </MenuSection>,
  ];
}

function shortcut(id: string) {
  const label = commandKeyLabel(id);
  return label === undefined ? null : <Keyboard className="menu-keys">{label}</Keyboard>;
}
