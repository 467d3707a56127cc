import type { SiteKeyChange } from '../../../src-shared/ipc/contract.ts';
import { normalizePath } from '../../../src-shared/model/path.ts';
import type { Places, Site } from '../../../src-shared/model/places.ts';
import type { SiteDraft } from '../../store/state.ts';
import { fromNativePath, toNativePath } from '../pane/nativePath.ts';
import { checkAddress, type ConnectForm, emptyForm, formFromEndpoint } from './connectForm.ts';

export type Platform = 'linux' | 'darwin' | 'win32';

/** What stands in the fields of one site. */
export interface SiteForm {
  readonly id: string | undefined;
  readonly name: string;
  readonly folder: string;
  readonly address: ConnectForm;
  readonly remoteFolder: string;
  /** As the platform writes it. */
  readonly localFolder: string;
  readonly remember: boolean;
}

export type SiteField = 'name' | 'host' | 'port' | 'remoteFolder' | 'localFolder';

export interface SiteProblem {
  readonly field: SiteField;
  readonly problem: 'nameMissing' | 'hostMissing' | 'portInvalid' | 'remoteRelative' | 'localRelative';
}

export function newSiteForm(folder: string, { keyProtection }: Pick<Places, 'keyProtection'>): SiteForm {
  const remember = keyProtection === 'system';
  return { id: undefined, name: '', folder, address: emptyForm, remoteFolder: '', localFolder: '', remember };
}

export function formOfDraft({ site, token, offer }: SiteDraft, places: Pick<Places, 'keyProtection'>): SiteForm {
  const address = { ...formFromEndpoint(site.endpoint), signIn: site.signIn, token: token ?? '', offer };
  return { ...newSiteForm(site.folder, places), name: site.name, address, remoteFolder: site.remoteFolder ?? '' };
}

export function formOfSite(site: Places['sites'][number], platform: Platform): SiteForm {
  return {
    id: site.id,
    name: site.name,
    folder: site.folder,
    address: { ...formFromEndpoint(site.endpoint), signIn: site.signIn },
    remoteFolder: site.remoteFolder ?? '',
    localFolder: site.localFolder === undefined ? '' : toNativePath(site.localFolder, platform),
    remember: site.key === 'kept',
  };
}

/** The first field that can't be right, or the site. */
export function checkSite(form: SiteForm, platform: Platform): SiteProblem | Omit<Site, 'id'> {
  const name = form.name.trim();
  if (name === '') return { field: 'name', problem: 'nameMissing' };
  const endpoint = checkAddress(form.address);
  if ('field' in endpoint) return { field: endpoint.field, problem: endpoint.field === 'host' ? 'hostMissing' : 'portInvalid' };
  const remote = form.remoteFolder.trim();
  if (remote !== '' && !remote.startsWith('/')) return { field: 'remoteFolder', problem: 'remoteRelative' };
  const local = form.localFolder.trim();
  const absolute = platform === 'win32' ? /^[A-Za-z]:/.test(local) : local.startsWith('/');
  if (local !== '' && !absolute) return { field: 'localFolder', problem: 'localRelative' };
  return {
    name,
    folder: form.folder,
    endpoint,
    signIn: form.address.kind === 'native' ? form.address.signIn : 'none',
    ...(remote === '' ? {} : { remoteFolder: normalizePath(remote) }),
    ...(local === '' ? {} : { localFolder: fromNativePath(local, platform) }),
  };
}

/** Whether there is a key to remember, or will be once it is saved. */
export function hasKey({ address }: SiteForm, saved: Places['sites'][number] | undefined): boolean {
  if (address.kind !== 'native' || address.signIn === 'none') return false;
  return address.token.trim() !== '' || address.offer !== undefined || (saved !== undefined && saved.key !== 'unknown');
}

/** What saving does to the key; undefined: nothing. */
export function keyChange(form: SiteForm, saved: Places['sites'][number] | undefined): SiteKeyChange | undefined {
  if (!hasKey(form, saved)) return undefined;
  const { remember } = form;
  const { token, offer } = form.address;
  if (token.trim() !== '') return { change: 'set', token: token.trim(), remember };
  if (offer !== undefined) return { change: 'set', offer, remember };
  return remember === (saved?.key === 'kept') ? undefined : { change: 'set', remember };
}
