import { BookMarked, Copy, FolderPlus, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { isInFolder } from '../../../src-shared/model/places.ts';
import type { DialogState } from '../../store/state.ts';
import { showDialog, useStore, useWords } from '../../store/store.ts';
import { errorSentence } from '../../text/errorSentence.ts';
import { Button } from '../../ui/Button.tsx';
import { DialogFooter, DialogFrame } from '../../ui/DialogFrame.tsx';
import { ErrorText } from '../../ui/ErrorText.tsx';
import { openSite } from '../places/openPlace.ts';
import { FolderEditor } from './FolderEditor.tsx';
import { InlineQuestion } from './InlineQuestion.tsx';
import { SiteEditor } from './SiteEditor.tsx';
import { lastName, SiteTree } from './SiteTree.tsx';
import { useSites } from './useSites.ts';

const formId = 'site-form';

/** Saved sites in folders, on the left; on the right what is chosen there. */
export function SiteManagerDialog({ state }: { readonly state: Extract<DialogState, { kind: 'sites' }> }) {
  const words = useWords();
  const { text, format } = words;
  const places = useStore((present) => present.places);
  const sites = useSites(state.draft);
  const [typed, setTyped] = useState('');
  const [deleting, setDeleting] = useState(false);
  const { chosen, form, error, busy } = sites;

  const connect = async (id: string | undefined): Promise<void> => {
    if (id === undefined || (sites.dirty && id === form?.id)) {
      const saved = await sites.save();
      if (saved !== undefined) void openSite(state.side, saved);
    } else sites.leave(() => void openSite(state.side, id));
  };
  const question = deleting ? (
    <InlineQuestion
      words={
        chosen?.kind === 'folder'
          ? folderWords(chosen.folder)
          : text.sites.deleteSite(form?.name === '' || form === undefined ? text.sites.newSite : form.name)
      }
    >
      <Button
        look="danger"
        onPress={() => {
          setDeleting(false);
          void sites.remove();
        }}
      >
        {text.sites.delete}
      </Button>
      <Button autoFocus onPress={() => setDeleting(false)}>
        {text.app.cancel}
      </Button>
    </InlineQuestion>
  ) : sites.leaving === undefined ? null : (
    <InlineQuestion words={text.sites.unsaved(form?.name === '' || form === undefined ? text.sites.newSite : form.name)}>
      <Button
        look="primary"
        autoFocus
        isDisabled={busy}
        onPress={() => {
          const next = sites.leaving;
          void sites.save().then((id) => (id === undefined ? undefined : next?.()));
        }}
      >
        {text.sites.save}
      </Button>
      <Button
        onPress={() => {
          const next = sites.leaving;
          sites.show(undefined, undefined);
          next?.();
        }}
      >
        {text.sites.discard}
      </Button>
      <Button look="quiet" onPress={sites.stay}>
        {text.sites.keepEditing}
      </Button>
    </InlineQuestion>
  );
  function folderWords(folder: string): string {
    const count = places.sites.filter((site) => isInFolder(site.folder, folder)).length;
    return text.sites.deleteFolder(lastName(folder), count, format.count(count));
  }
  const nothingSaved = places.sites.length === 0 && places.folders.length === 0;

  return (
    <DialogFrame title={text.sites.title} width="broad" onClose={() => sites.leave(() => showDialog(undefined))}>
      <div className="sites">
        <div className="sites-side">
          <input
            type="search"
            className="input sites-search"
            aria-label={text.sites.search}
            placeholder={text.sites.search}
            spellCheck={false}
            autoComplete="off"
            autoFocus={state.draft === undefined}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
          {nothingSaved ? (
            <p className="site-tree palette-nothing">{text.sites.emptyTitle}</p>
          ) : (
            <SiteTree
              typed={typed}
              chosen={chosen}
              onChoose={(node) => sites.leave(() => sites.choose(node))}
              onOpen={(id) => void connect(id)}
            />
          )}
          <div className="sites-tools">
            <Button look="quiet" onPress={() => sites.leave(sites.addSite)}>
              <Plus size={14} aria-hidden="true" />
              {text.sites.newSite}
            </Button>
            <Button look="quiet" onPress={() => sites.leave(() => void sites.addFolder())}>
              <FolderPlus size={14} aria-hidden="true" />
              {text.sites.newFolder}
            </Button>
          </div>
        </div>
        <div className="sites-main">
          {form !== undefined ? (
            <SiteEditor
              key={form.id ?? 'new'}
              formId={formId}
              form={form}
              wrong={sites.wrong}
              onChange={sites.edit}
              onSubmit={() => (busy ? undefined : void sites.save())}
            />
          ) : chosen?.kind === 'folder' ? (
            <FolderEditor
              key={chosen.folder}
              folder={chosen.folder}
              onMoved={(folder) => sites.show({ kind: 'folder', folder }, undefined)}
            />
          ) : (
            <div className="sites-nothing">
              <BookMarked size={32} strokeWidth={1.25} aria-hidden="true" />
              <p className="pane-message-title">{nothingSaved ? text.sites.emptyTitle : text.sites.chooseTitle}</p>
              <p>{nothingSaved ? text.sites.emptyBody : text.sites.chooseBody}</p>
            </div>
          )}
          {error === undefined ? null : (
            <ErrorText>
              {error.code === 'permission-denied' && error.path === undefined
                ? text.sites.keyRefused
                : errorSentence(words, error)}
            </ErrorText>
          )}
          {question}
        </div>
      </div>
      <DialogFooter
        start={
          <>
            <Button
              look="quiet"
              isDisabled={busy || form?.id === undefined}
              onPress={() => sites.leave(() => void sites.duplicate())}
            >
              <Copy size={14} aria-hidden="true" />
              {text.sites.duplicate}
            </Button>
            <Button look="quiet" isDisabled={busy || chosen === undefined} onPress={() => setDeleting(true)}>
              <Trash2 size={14} aria-hidden="true" />
              {text.sites.delete}
            </Button>
          </>
        }
      >
        <Button slot="close">{text.app.close}</Button>
        {form === undefined ? null : (
          <>
            <Button isDisabled={busy || (form.id !== undefined && !sites.dirty)} onPress={() => void sites.save()}>
              {text.sites.save}
            </Button>
            <Button look="primary" isDisabled={busy} onPress={() => void connect(form.id)}>
              {text.sites.connect}
            </Button>
          </>
        )}
      </DialogFooter>
    </DialogFrame>
  );
}
