import { useState } from 'react';
import { toErrorRecord, type ErrorRecord } from '../../../src-shared/errors.ts';
import { parentFolder } from '../../../src-shared/model/places.ts';
import { request } from '../../bridge/bridge.ts';
import { announce, currentWords, getState } from '../../store/store.ts';
import type { SiteDraft } from '../../store/state.ts';
import {
  checkSite,
  formOfDraft,
  formOfSite,
  keyChange,
  newSiteForm,
  type Platform,
  type SiteForm,
  type SiteProblem,
} from './siteForm.ts';
import type { SiteNode } from './SiteTree.tsx';

/** What the site manager shows and does: the chosen node, its fields, and changes that are not saved yet. */
export function useSites(draft: SiteDraft | undefined) {
  const [chosen, setChosen] = useState<SiteNode>();
  const [form, setForm] = useState<SiteForm | undefined>(() =>
    draft === undefined ? undefined : formOfDraft(draft, getState().places),
  );
  const [saved, setSaved] = useState<SiteForm>();
  const [wrong, setWrong] = useState<SiteProblem>();
  const [error, setError] = useState<ErrorRecord>();
  /** What the user wanted while changes were not saved. */
  const [leaving, setLeaving] = useState<() => void>();
  /** A change of the main side is on its way; a key ring may take seconds. */
  const [busy, setBusy] = useState(false);
  const dirty = form !== undefined && JSON.stringify(form) !== JSON.stringify(saved);

  const show = (node: SiteNode | undefined, shown: SiteForm | undefined): void => {
    setChosen(node);
    setForm(shown);
    setSaved(shown);
    setWrong(undefined);
    setError(undefined);
    setLeaving(undefined);
  };
  const leave = (next: () => void): void => {
    if (dirty) setLeaving(() => next);
    else next();
  };
  const choose = (node: SiteNode): void => {
    const site = node.kind === 'site' ? getState().places.sites.find(({ id }) => id === node.id) : undefined;
    show(node, site === undefined ? undefined : formOfSite(site, platform()));
  };
  /** Runs a change of the main side; what it refuses stands in the dialog. */
  const change = async <T>(ask: () => Promise<T>): Promise<T | undefined> => {
    setError(undefined);
    setBusy(true);
    try {
      return await ask();
    } catch (thrown) {
      setError(toErrorRecord(thrown));
      return undefined;
    } finally {
      setBusy(false);
    }
  };
  const currentFolder = (): string => (chosen?.kind === 'folder' ? chosen.folder : (form?.folder ?? ''));

  return {
    chosen,
    form,
    wrong,
    error,
    dirty,
    busy,
    leaving,
    leave,
    show,
    choose,
    edit: (next: SiteForm): void => {
      setForm(next);
      setWrong(undefined);
    },
    stay: () => setLeaving(undefined),
    addSite: (): void => {
      const blank = newSiteForm(currentFolder(), getState().places);
      show(undefined, blank);
    },
    /** @returns the id of what was saved; undefined when it can't be */
    async save(): Promise<string | undefined> {
      if (form === undefined) return undefined;
      const checked = checkSite(form, platform());
      if ('problem' in checked) {
        setWrong(checked);
        setLeaving(undefined);
        return undefined;
      }
      const known = getState().places.sites.find(({ id }) => id === form.id);
      const key = keyChange(form, known);
      const reply = await change(() =>
        request('site.save', { site: { ...checked, id: form.id }, ...(key === undefined ? {} : { key }) }),
      );
      if (reply === undefined) return undefined;
      show({ kind: 'site', id: reply.id }, { ...form, id: reply.id, address: { ...form.address, token: '', offer: undefined } });
      announce(currentWords().text.sites.saved);
      return reply.id;
    },
    async duplicate(): Promise<void> {
      const site = getState().places.sites.find(({ id }) => id === form?.id);
      if (site === undefined) return;
      const { id, key: _key, ...fields } = site;
      const copy = { ...fields, name: currentWords().text.sites.copyOf(site.name) };
      const reply = await change(() => request('site.save', { site: copy, key: { change: 'copy', site: id } }));
      if (reply !== undefined) show({ kind: 'site', id: reply.id }, formOfSite({ ...site, ...copy, id: reply.id }, platform()));
    },
    async addFolder(): Promise<void> {
      const parent = currentFolder();
      const { folders } = getState().places;
      const wanted = currentWords().text.sites.untitledFolder;
      const inside = (name: string): string => (parent === '' ? name : `${parent}/${name}`);
      let to = inside(wanted);
      for (let number = 2; folders.includes(to); number++) to = inside(`${wanted} ${number}`);
      const reply = await change(() => request('site.folder', { to }));
      if (reply !== undefined) show({ kind: 'folder', folder: to }, undefined);
    },
    async remove(): Promise<void> {
      if (chosen === undefined) return show(undefined, undefined);
      const ask = () =>
        chosen.kind === 'site' ? request('site.remove', { sites: [chosen.id] }) : request('site.folder', { from: chosen.folder });
      const parent = chosen.kind === 'folder' ? parentFolder(chosen.folder) : (form?.folder ?? '');
      const reply = await change(ask);
      if (reply !== undefined) show(parent === '' ? undefined : { kind: 'folder', folder: parent }, undefined);
    },
  };
}

function platform(): Platform {
  return getState().app?.platform ?? 'linux';
}
