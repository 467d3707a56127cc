import {
  type EndpointId,
  formatAuthority,
  isRemoteUrl,
  localEndpoint,
  parseRemoteUrl,
} from '../../../src-shared/model/location.ts';
import type { Place } from '../../../src-shared/model/places.ts';
import type { PaneSide, SessionAttempt } from '../../store/state.ts';
import { getState, otherSide, showDialog } from '../../store/store.ts';
import { openLocation } from '../pane/loading.ts';
import { openSession, reconnect } from '../sessions/openSession.ts';
import { placeSite, sessionFor } from './place.ts';

/** Shows a place, over the session that is there or a new one; a key that is not known is asked for. */
export async function openPlace(side: PaneSide, place: Place): Promise<void> {
  const { endpoint, path } = place;
  if (endpoint === undefined) return await openLocation(side, { endpoint: localEndpoint, path });
  const session = sessionFor(getState(), place);
  if (session !== undefined) return await showInSession(side, session.id, path);
  const site = placeSite(getState(), { endpoint, site: place.site });
  await openSession(
    {
      side,
      open: {
        endpoint: site === undefined || endpoint.pin !== undefined ? endpoint : site.endpoint,
        ...(site === undefined ? {} : { site: site.id }),
      },
      address: formatAuthority(endpoint),
      path,
    },
    'dialog',
  );
}

/** Connects to a saved site, and shows its folder of this computer in the other pane. */
export async function openSite(side: PaneSide, id: string): Promise<void> {
  const site = getState().places.sites.find((known) => known.id === id);
  const alongside = site?.localFolder === undefined ? undefined : { endpoint: localEndpoint, path: site.localFolder };
  const path = site?.remoteFolder ?? '/';
  const session = site === undefined ? undefined : sessionFor(getState(), { endpoint: site.endpoint, site: id });
  if (session !== undefined) {
    showDialog(undefined);
    if (alongside !== undefined) void openLocation(otherSide(side), alongside);
    return await showInSession(side, session.id, path);
  }
  const address = site === undefined ? '' : formatAuthority(site.endpoint);
  await openSession({ side, open: { site: id }, address, path, alongside }, 'dialog');
}

/** What was typed into a pane's switcher as a connection: a link, or a server's name with or without a port. */
export function typedServer(side: PaneSide, typed: string): SessionAttempt | undefined {
  const text = typed.trim();
  if (!isRemoteUrl(text) && !/^(\[[0-9a-f:.]+\]|[^\s/:#?@[\]]+)(:\d{1,5})?$/i.test(text)) return undefined;
  try {
    const { endpoint, path } = parseRemoteUrl(isRemoteUrl(text) ? text : `ferry://${text}`);
    const open = isRemoteUrl(text) ? { link: text } : { endpoint };
    return { side, open, address: formatAuthority(endpoint), ...(path === '/' ? {} : { path }) };
  } catch {
    return undefined;
  }
}

async function showInSession(side: PaneSide, session: EndpointId, path: string): Promise<void> {
  const closed = getState().sessions.find(({ id }) => id === session)?.state === 'closed';
  await openLocation(side, { endpoint: session, path });
  if (closed) await reconnect(side);
}
