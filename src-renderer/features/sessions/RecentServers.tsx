import { Server } from 'lucide-react';
import { formatAuthority } from '../../../src-shared/model/location.ts';
import { isSameEndpoint } from '../../../src-shared/model/places.ts';
import type { State } from '../../store/state.ts';
import { useStore, useWords } from '../../store/store.ts';
import { Button } from '../../ui/Button.tsx';
import { placeSite } from '../places/place.ts';
import { type ConnectForm, formFromEndpoint, formFromSite } from './connectForm.ts';

const offered = 4;

/** The servers one was on lately; pressing one fills the dialog in. */
export function RecentServers({ onChoose }: { readonly onChoose: (form: ConnectForm) => void }) {
  const { text } = useWords();
  const places = useStore((state) => state.places);
  const servers = recentServers(places);
  if (servers.length === 0) return null;
  return (
    <div role="group" aria-label={text.connect.recent} className="recent-servers">
      <span className="field-label">{text.connect.recent}</span>
      {servers.map(({ label, form }) => (
        <Button key={`${form.kind} ${form.host} ${form.port}`} onPress={() => onChoose(form)}>
          <Server size={14} aria-hidden="true" />
          <span className="ellipsis">{label}</span>
        </Button>
      ))}
    </div>
  );
}

function recentServers(places: State['places']): { readonly label: string; readonly form: ConnectForm }[] {
  const servers: { label: string; form: ConnectForm; endpoint: NonNullable<(typeof places.recent)[number]['endpoint']> }[] = [];
  for (const { endpoint, site } of places.recent) {
    if (endpoint === undefined || servers.some((known) => isSameEndpoint(known.endpoint, endpoint))) continue;
    const saved = placeSite({ places }, { endpoint, site });
    const form = saved === undefined ? formFromEndpoint(endpoint) : { ...formFromSite(saved), pin: endpoint.pin };
    servers.push({ label: saved?.name ?? formatAuthority(endpoint), form, endpoint });
    if (servers.length === offered) break;
  }
  return servers;
}
