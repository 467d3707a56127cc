import { Bookmark, Database, FolderClock, Lock, LockOpen, Monitor, Server } from 'lucide-react';
import type { PlaceGroup } from './placeChoices.ts';

const icons = { home: Monitor, session: Server, site: Database, bookmark: Bookmark, recent: FolderClock } as const;

export function PlaceIcon({ group }: { readonly group: PlaceGroup }) {
  const Icon = icons[group];
  return <Icon size={16} aria-hidden="true" />;
}

export function EncryptionMark({ encrypted }: { readonly encrypted: boolean }) {
  return encrypted ? (
    <Lock size={12} className="good" aria-hidden="true" />
  ) : (
    <LockOpen size={12} className="warn" aria-hidden="true" />
  );
}
