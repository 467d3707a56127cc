import type { SessionOpen } from '../../../src-shared/ipc/contract.ts';
import { type Endpoint, defaultPort, formatAuthority, isRemoteUrl, parseRemoteUrl } from '../../../src-shared/model/location.ts';
import type { SignIn, Site } from '../../../src-shared/model/places.ts';
import type { ConnectStart } from '../../store/state.ts';

/** What stands in the fields of the Connect dialog and of the site manager. */
export interface ConnectForm {
  readonly kind: Endpoint['kind'];
  readonly host: string;
  readonly port: string;
  readonly signIn: SignIn;
  readonly token: string;
  /** From a link: who the server is, where on it to go, and the offer that has its key. They hold for that address only. */
  readonly pin: string | undefined;
  readonly path: string | undefined;
  readonly offer: number | undefined;
  /** The saved site it is for; as long as the address is the site's own. */
  readonly site: string | undefined;
}

export type ConnectField = 'link' | 'host' | 'port' | 'token';

export interface FormProblem<F extends string = ConnectField> {
  readonly field: F;
  readonly problem: 'linkInvalid' | 'hostMissing' | 'portInvalid';
}

export const emptyForm: ConnectForm = {
  kind: 'native',
  host: '',
  port: String(defaultPort),
  signIn: 'key',
  token: '',
  pin: undefined,
  path: undefined,
  offer: undefined,
  site: undefined,
};

export function formFromEndpoint({ kind, host, port, pin }: Endpoint): ConnectForm {
  return { ...emptyForm, kind, host, port: String(port), pin };
}

export function formFromSite(site: Site): ConnectForm {
  return { ...formFromEndpoint(site.endpoint), signIn: site.signIn, path: site.remoteFolder, site: site.id };
}

/** The fields a pasted link fills in; undefined when it is no link. */
export function formFromLink(link: string): ConnectForm | undefined {
  if (!isRemoteUrl(link)) return undefined;
  try {
    const { endpoint, path, token } = parseRemoteUrl(link);
    return { ...formFromEndpoint(endpoint), token: token ?? '', path: path === '/' ? undefined : path };
  } catch {
    // A damaged link: the field says so when it is used.
    return undefined;
  }
}

/** What the dialog begins with. */
export function formFromStart({ link, offer, endpoint, path, site }: ConnectStart, sites: readonly Site[]): ConnectForm {
  const linked = link === undefined ? undefined : formFromLink(link);
  if (linked !== undefined) return linked;
  if (offer !== undefined) {
    const from = formFromEndpoint(offer.endpoint);
    return { ...from, path: offer.path === '/' ? undefined : offer.path, offer: offer.hasToken ? offer.id : undefined };
  }
  const saved = sites.find(({ id }) => id === site);
  const form = saved !== undefined ? formFromSite(saved) : endpoint === undefined ? emptyForm : formFromEndpoint(endpoint);
  return { ...form, ...(path === undefined ? {} : { path }) };
}

/** A form with something changed. What a link told holds for that link's own address. */
export function editForm(form: ConnectForm, change: Partial<ConnectForm>): ConnectForm {
  const moved = 'host' in change || 'port' in change || 'kind' in change;
  return {
    ...form,
    ...(moved ? { pin: undefined, path: undefined, offer: undefined, site: undefined } : {}),
    ...('token' in change ? { offer: undefined } : {}),
    ...change,
  };
}

/** The address in the fields, or the first field that can't be right. */
export function checkAddress(form: Pick<ConnectForm, 'kind' | 'host' | 'port' | 'pin'>): FormProblem<'host' | 'port'> | Endpoint {
  const host = form.host.trim().replace(/^\[(.*)\]$/, '$1');
  if (host === '' || /[\s/@#?]/.test(host)) return { field: 'host', problem: 'hostMissing' };
  const port = Number(form.port);
  if (!/^\d{1,5}$/.test(form.port.trim()) || port < 1 || port > 65_535) return { field: 'port', problem: 'portInvalid' };
  return { kind: form.kind, host, port, ...(form.kind === 'native' && form.pin !== undefined ? { pin: form.pin } : {}) };
}

/** The first field that can't be right, or what to ask of the main side. */
export function checkForm(
  form: ConnectForm,
  link: string,
): FormProblem | { readonly open: SessionOpen; readonly address: string } {
  // Whatever else the fields hold: it may be another server than the link was for.
  if (link.trim() !== '' && formFromLink(link) === undefined) return { field: 'link', problem: 'linkInvalid' };
  const endpoint = checkAddress(form);
  if ('field' in endpoint) return endpoint;
  const withKey = form.kind === 'native' && form.signIn === 'key';
  const token = form.token.trim();
  return {
    open: {
      endpoint,
      ...(withKey && token !== '' ? { token } : {}),
      ...(withKey && form.offer !== undefined ? { offer: form.offer } : {}),
      ...(form.site === undefined ? {} : { site: form.site }),
    },
    address: formatAuthority(endpoint),
  };
}
