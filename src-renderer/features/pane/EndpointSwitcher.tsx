import { ChevronDown, Lock, LockOpen, Monitor, Plug, Server } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { Header } from 'react-aria-components/Header';
import { Menu, MenuItem, MenuSection, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { Text } from 'react-aria-components/Text';
import { localEndpoint } from '../../../src-shared/model/location.ts';
import type { Session } from '../../../src-shared/model/session.ts';
import type { PaneSide } from '../../store/state.ts';
import { showDialog, useStore, useWords } from '../../store/store.ts';
import { openLocation } from './loading.ts';
import { homeLocation } from './places.ts';

const connectKey = 'connect…';

/** What the pane shows, and the way to show something else. */
export function EndpointSwitcher({ side }: { readonly side: PaneSide }) {
  const { text } = useWords();
  const sessions = useStore((state) => state.sessions);
  const endpoint = useStore((state) => state.panes[side].location?.endpoint);
  const session = sessions.find((candidate) => candidate.id === endpoint);
  const label = endpoint === localEndpoint ? text.pane.thisComputer : (session?.label ?? text.status.notConnected);
  const Icon = endpoint === localEndpoint ? Monitor : session === undefined ? Plug : Server;

  const choose = (key: string): void => {
    if (key === connectKey) return showDialog({ kind: 'connect', side });
    void openLocation(side, homeLocation(key));
  };

  return (
    <MenuTrigger>
      <Button className="endpoint-button" aria-label={text.pane.endpoint(label)}>
        <Icon size={16} aria-hidden="true" />
        <span className="endpoint-label">{label}</span>
        {session === undefined ? null : <EncryptionMark session={session} />}
        <ChevronDown size={14} className="faint" aria-hidden="true" />
      </Button>
      <Popover className="popover" placement="bottom start" offset={4}>
        <Menu className="menu" onAction={(key) => choose(String(key))}>
          <MenuSection>
            <Header className="menu-header">{text.pane.places}</Header>
            <MenuItem id={localEndpoint} className="menu-item" textValue={text.pane.thisComputer}>
              <Monitor size={16} aria-hidden="true" />
              <Text slot="label">{text.pane.thisComputer}</Text>
            </MenuItem>
          </MenuSection>
          <MenuSection>
            <Header className="menu-header">{text.pane.sessions}</Header>
            {sessions.map((known) => (
              <MenuItem key={known.id} id={known.id} className="menu-item" textValue={known.label}>
                <Server size={16} aria-hidden="true" />
                <Text slot="label">{known.label}</Text>
                <EncryptionMark session={known} />
              </MenuItem>
            ))}
            <MenuItem id={connectKey} className="menu-item" textValue={text.pane.connect}>
              <Plug size={16} aria-hidden="true" />
              <Text slot="label">{text.pane.connect}</Text>
            </MenuItem>
          </MenuSection>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

function EncryptionMark({ session }: { readonly session: Session }) {
  return session.encrypted ? (
    <Lock size={12} className="good" aria-hidden="true" />
  ) : (
    <LockOpen size={12} className="warn" aria-hidden="true" />
  );
}
