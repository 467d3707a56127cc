import type { SessionOpen } from '../../../src-shared/ipc/contract.ts';
import { defaultPort, formatAuthority, isRemoteUrl, parseRemoteUrl } from '../../../src-shared/model/location.ts';

/** What stands in the fields of the Connect dialog. */
export interface ConnectForm {
  readonly kind: 'native' | 'classic';
  readonly host: string;
  readonly port: string;
  readonly token: string;
  /** From a link: who the server is, and where on it to go. They hold for that host and port only. */
  readonly pin: string | undefined;
  readonly path: string | undefined;
}

export type ConnectField = 'link' | 'host' | 'port' | 'token';

export const emptyForm: ConnectForm = {
  kind: 'native',
  host: '',
  port: String(defaultPort),
  token: '',
  pin: undefined,
  path: undefined,
};

/** The fields a pasted link fills in; undefined when it is no link. */
export function formFromLink(link: string): ConnectForm | undefined {
  if (!isRemoteUrl(link)) return undefined;
  try {
    const { endpoint, path, token } = parseRemoteUrl(link);
    return {
      kind: endpoint.kind,
      host: endpoint.host,
      port: String(endpoint.port),
      token: token ?? '',
      pin: endpoint.pin,
      path: path === '/' ? undefined : path,
    };
  } catch {
    // A damaged link: the field says so when it is used.
    return undefined;
  }
}

/** The first field that can't be right, or what to ask of the main side. */
export function checkForm(
  form: ConnectForm,
  link: string,
):
  | { readonly field: ConnectField; readonly problem: 'linkInvalid' | 'hostMissing' | 'portInvalid' }
  | { readonly open: SessionOpen; readonly address: string } {
  const host = form.host.trim().replace(/^\[(.*)\]$/, '$1');
  if (link.trim() !== '' && host === '' && formFromLink(link) === undefined) return { field: 'link', problem: 'linkInvalid' };
  if (host === '' || /[\s/@#?]/.test(host)) return { field: 'host', problem: 'hostMissing' };
  const port = Number(form.port);
  if (!/^\d{1,5}$/.test(form.port.trim()) || port < 1 || port > 65_535) return { field: 'port', problem: 'portInvalid' };
  const endpoint = {
    kind: form.kind,
    host,
    port,
    ...(form.kind === 'native' && form.pin !== undefined ? { pin: form.pin } : {}),
  };
  const token = form.token.trim();
  return {
    open: { endpoint, ...(form.kind === 'native' && token !== '' ? { token } : {}) },
    address: formatAuthority(endpoint),
  };
}
