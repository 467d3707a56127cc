import { AppError } from '../../src-shared/errors.ts';
import type { LinkOffer } from '../../src-shared/ipc/contract.ts';
import { type Endpoint, parseRemoteUrl, type RemoteUrl } from '../../src-shared/model/location.ts';
import { isSameEndpoint } from '../../src-shared/model/places.ts';

/** Offers whose keys are still known; nobody has more links open. */
const most = 20;

/** Links that came from outside. Their keys stay here until they are used for the address they came with. */
export class LinkOffers {
  readonly #urls = new Map<number, RemoteUrl>();
  #last = 0;

  /** @throws AppError `invalid-request`, `name-invalid` when it is no link */
  add(link: string): LinkOffer {
    const url = parseRemoteUrl(link);
    const id = ++this.#last;
    this.#urls.set(id, url);
    this.#urls.delete(id - most);
    return { id, endpoint: url.endpoint, path: url.path, hasToken: url.token !== undefined };
  }

  /** @throws AppError `invalid-request` when the key belongs to another address */
  tokenFor(offer: number, endpoint: Endpoint): string | undefined {
    const url = this.#urls.get(offer);
    if (url === undefined || !isSameEndpoint(url.endpoint, endpoint)) {
      throw new AppError('invalid-request', 'the key of a link is used for the address of that link only');
    }
    return url.token;
  }
}
