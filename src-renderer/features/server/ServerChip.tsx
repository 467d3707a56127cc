import { Link, Radio, Square } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { Separator } from 'react-aria-components/Separator';
import { Text } from 'react-aria-components/Text';
import { type CommandId, findCommand } from '../../../src-shared/commands.ts';
import { runCommand } from '../../commands/runCommand.ts';
import { useStore, useWords } from '../../store/store.ts';
import { visibleName } from '../../text/visibleName.ts';
import { clientsOf } from './clients.ts';
import { serverAddress } from './localServer.ts';

/** Says that the local server runs, where, and for how many; its commands are behind it. */
export function ServerChip() {
  const { text, format, language } = useWords();
  const server = useStore((state) => state.server);
  if (server.state !== 'running') return null;
  const clients = clientsOf(server.peers);
  const item = (id: CommandId, icon: typeof Link) => {
    const Icon = icon;
    const title = findCommand(id)?.title[language] ?? id;
    return (
      <MenuItem id={id} className="menu-item" textValue={title}>
        <Icon size={14} aria-hidden="true" />
        <Text slot="label">{title}</Text>
      </MenuItem>
    );
  };
  return (
    <MenuTrigger>
      <Button className="chip">
        <span className="chip-dot" aria-hidden="true" />
        <span>{text.server.chip(serverAddress(server))}</span>
        {clients.length === 0 ? null : (
          <span className="faint">{text.server.chipPeers(clients.length, format.count(clients.length))}</span>
        )}
      </Button>
      <Popover className="popover" placement="bottom end" offset={4}>
        <p className="menu-caption">
          {text.server.sharing}: <span className="mono">{visibleName(server.options.folder)}</span>
        </p>
        {clients.length === 0 ? null : (
          <ul className="menu-caption clients" aria-label={text.server.clients}>
            {clients.map(({ address, received, sent, activities }) => (
              <li key={address}>
                <span className="mono">{address}</span> {text.server.traffic(format.size(received), format.size(sent))}
                {activities.map((path) => (
                  <span key={path} className="faint client-activity">
                    {visibleName(path)}
                  </span>
                ))}
              </li>
            ))}
          </ul>
        )}
        <Menu className="menu" aria-label={text.server.title} onAction={(key) => runCommand(String(key))}>
          {item('server.copyLink', Link)}
          {item('server.open', Radio)}
          <Separator className="menu-line" />
          {item('server.stop', Square)}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
