import { ChevronRight, Folder, Lock, LockOpen } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { Button } from 'react-aria-components/Button';
import { Tree, TreeItem, TreeItemContent } from 'react-aria-components/Tree';
import { formatAuthority } from '../../../src-shared/model/location.ts';
import { isInFolder, parentFolder, type Places } from '../../../src-shared/model/places.ts';
import { fold, naturalKey } from '../../listing/naturalOrder.ts';
import { useStore, useWords } from '../../store/store.ts';

/** What is chosen in the tree: a folder, or a site that is saved. */
export type SiteNode = { readonly kind: 'folder'; readonly folder: string } | { readonly kind: 'site'; readonly id: string };

interface SiteTreeProps {
  readonly typed: string;
  readonly chosen: SiteNode | undefined;
  readonly onChoose: (node: SiteNode) => void;
  readonly onOpen: (site: string) => void;
}

type SavedSite = Places['sites'][number];

/** The sites in their folders; while something is searched, those that fit. */
export function SiteTree({ typed, chosen, onChoose, onOpen }: SiteTreeProps) {
  const { text } = useWords();
  const { sites, folders } = useStore((state) => state.places);
  const wanted = fold(typed.trim()).split(/\s+/);
  const searching = typed.trim() !== '';
  const fitting = sites.filter((site) => {
    const folded = fold(`${site.name} ${site.folder} ${formatAuthority(site.endpoint)}`);
    return wanted.every((word) => folded.includes(word));
  });
  const shown = searching ? folders.filter((folder) => fitting.some((site) => isInFolder(site.folder, folder))) : folders;
  if (searching && fitting.length === 0) return <p className="site-tree palette-nothing">{text.sites.nothing}</p>;

  const content = (folder: string) => [
    ...inOrder(
      shown.filter((inner) => parentFolder(inner) === folder && inner !== ''),
      (inner) => inner,
    ).map((inner) => (
      <TreeItem key={inner} id={`folder ${inner}`} className="tree-item" textValue={lastName(inner)}>
        <TreeItemContent>
          {({ hasChildItems }) => (
            <div className="tree-row">
              <Button slot="chevron" className="tree-chevron" data-empty={!hasChildItems || undefined}>
                <ChevronRight size={14} aria-hidden="true" />
              </Button>
              <Folder size={16} className="entry-icon-folder" aria-hidden="true" />
              <span className="ellipsis grow">{lastName(inner)}</span>
            </div>
          )}
        </TreeItemContent>
        {content(inner)}
      </TreeItem>
    )),
    ...inOrder(
      fitting.filter((site) => site.folder === folder),
      ({ name }) => name,
    ).map((site) => (
      <TreeItem
        key={site.id}
        id={`site ${site.id}`}
        className="tree-item"
        textValue={site.name}
        onDoubleClick={() => onOpen(site.id)}
      >
        <TreeItemContent>
          <div className="tree-row">
            <span className="tree-chevron" aria-hidden="true" />
            <SiteMark site={site} />
            <span className="ellipsis grow">{site.name}</span>
          </div>
        </TreeItemContent>
      </TreeItem>
    )),
  ];

  // Enter opens as a double click does; a press of assistive technology must choose, and not connect.
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || chosen?.kind !== 'site') return;
    if (!(event.target instanceof HTMLElement) || event.target.dataset['key'] !== `site ${chosen.id}`) return;
    event.preventDefault();
    event.stopPropagation();
    onOpen(chosen.id);
  };

  return (
    <div className="site-tree" onKeyDownCapture={onKeyDown}>
      <Tree
        key={searching ? 'found' : 'all'}
        className="tree"
        aria-label={text.sites.tree}
        selectionMode="single"
        selectionBehavior="replace"
        disallowEmptySelection
        escapeKeyBehavior="none"
        defaultExpandedKeys={folders.map((folder) => `folder ${folder}`)}
        selectedKeys={chosen === undefined ? [] : [chosen.kind === 'site' ? `site ${chosen.id}` : `folder ${chosen.folder}`]}
        onSelectionChange={(keys) => {
          const [key] = keys === 'all' ? [] : keys;
          if (key !== undefined) onChoose(nodeOf(String(key)));
        }}
      >
        {content('')}
      </Tree>
    </div>
  );
}

function SiteMark({ site }: { readonly site: SavedSite }) {
  return site.endpoint.kind === 'native' ? (
    <Lock size={14} className="good" aria-hidden="true" />
  ) : (
    <LockOpen size={14} className="warn" aria-hidden="true" />
  );
}

function nodeOf(key: string): SiteNode {
  return key.startsWith('site ') ? { kind: 'site', id: key.slice(5) } : { kind: 'folder', folder: key.slice(7) };
}

export function lastName(folder: string): string {
  return folder.slice(folder.lastIndexOf('/') + 1);
}

function inOrder<T>(items: readonly T[], name: (item: T) => string): readonly T[] {
  return items
    .map((item) => ({ item, key: naturalKey(name(item)) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ item }) => item);
}
