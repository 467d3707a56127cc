import { ChevronDown, Monitor, Plug, Server } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Popover } from 'react-aria-components/Popover';
import { localEndpoint } from '../../../src-shared/model/location.ts';
import type { PaneSide } from '../../store/state.ts';
import { setState, useStore, useWords } from '../../store/store.ts';
import { EncryptionMark } from '../places/PlaceIcon.tsx';
import { PlacesList } from '../places/PlacesList.tsx';
import { focusPane } from './paneFocus.ts';

/** What the pane shows, and the way to show something else. */
export function EndpointSwitcher({ side }: { readonly side: PaneSide }) {
  const { text } = useWords();
  const endpoint = useStore((state) => state.panes[side].location?.endpoint);
  const session = useStore((state) => state.sessions.find((candidate) => candidate.id === endpoint));
  const open = useStore((state) => state.placesOpen === side);
  const label = endpoint === localEndpoint ? text.pane.thisComputer : (session?.label ?? text.status.notConnected);
  const Icon = endpoint === localEndpoint ? Monitor : session === undefined ? Plug : Server;

  return (
    <DialogTrigger isOpen={open} onOpenChange={(isOpen) => setState({ placesOpen: isOpen ? side : undefined })}>
      <Button
        className="endpoint-button"
        aria-label={text.pane.endpoint(label)}
        data-local={endpoint === localEndpoint || undefined}
      >
        <Icon size={16} aria-hidden="true" />
        <span className="endpoint-label">{label}</span>
        {session === undefined ? null : <EncryptionMark encrypted={session.encrypted} />}
        <ChevronDown size={14} className="faint" aria-hidden="true" />
      </Button>
      <Popover className="popover places-popover" placement="bottom start" offset={4}>
        <Dialog className="places-dialog" aria-label={text.places.choose}>
          <PlacesList
            side={side}
            onDone={() => {
              setState({ placesOpen: undefined });
              focusPane(side);
            }}
          />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
