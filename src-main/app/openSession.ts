import { AppError } from '../../src-shared/errors.ts';
import type { Params, Result } from '../../src-shared/ipc/contract.ts';
import { parseRemoteUrl, type RemoteUrl } from '../../src-shared/model/location.ts';
import { isSameEndpoint, type Site } from '../../src-shared/model/places.ts';
import type { PlaceStore, SiteKey } from '../sessions/places.ts';
import type { Secrets } from '../sessions/secrets.ts';
import type { Sessions } from '../sessions/sessions.ts';
import type { LinkOffers } from './linkOffers.ts';

export interface OpeningParts {
  readonly sessions: Sessions;
  readonly places: PlaceStore;
  readonly secrets: Secrets;
  readonly offers: LinkOffers;
}

/** Opens a session as the interface asks: by link, by address, for a saved site or with the key of an offered link. @throws AppError */
export async function openSession(parts: OpeningParts, params: Params<'session.open'>): Promise<Result<'session.open'>> {
  const { sessions, places, secrets } = parts;
  const site = params.site === undefined ? undefined : places.site(params.site);
  const { endpoint, path, token: given } = remoteOf(parts, params, site);
  // A site's key is for its own address, whatever else was asked.
  const own = site !== undefined && isSameEndpoint(site.endpoint, endpoint) ? site : undefined;
  const token = given ?? (own?.signIn === 'key' ? await secrets.get(own.id) : undefined);
  const session = await sessions.open({
    endpoint,
    token,
    trust: params.trust,
    first: [{ ask: 'list', path }],
    site: own === undefined ? undefined : { id: own.id, name: own.name },
  });
  if (own !== undefined && given !== undefined) {
    // The session is open; a disk that can't be written asks for the key once more next time.
    await secrets.set(own.id, given, params.remember ?? secrets.state(own.id) === 'kept').catch(() => undefined);
    if (own.signIn === 'none') await places.saveSite({ ...own, signIn: 'key' }, undefined).catch(() => undefined);
    else places.keyChanged();
  }
  return { session, path };
}

/** @throws AppError */
export async function saveSite(
  { places, offers }: OpeningParts,
  { site, key }: Params<'site.save'>,
): Promise<Result<'site.save'>> {
  let change: SiteKey | undefined;
  if (key?.change === 'set') {
    const { token, offer, remember } = key;
    change = { change: 'set', token: offer === undefined ? token : offers.tokenFor(offer, site.endpoint), remember };
  } else change = key;
  return { id: await places.saveSite(site, change) };
}

function remoteOf(parts: OpeningParts, params: Params<'session.open'>, site: Site | undefined): RemoteUrl {
  const { link, endpoint, token, offer } = params;
  if (link !== undefined) {
    const url = parseRemoteUrl(link);
    return { ...url, token: url.token ?? token };
  }
  const address = endpoint ?? site?.endpoint;
  if (address === undefined) throw new AppError('invalid-request', 'neither a link nor an address was given');
  const path = site?.remoteFolder ?? '/';
  return { endpoint: address, path, token: token ?? (offer === undefined ? undefined : parts.offers.tokenFor(offer, address)) };
}
