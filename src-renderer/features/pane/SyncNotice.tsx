import { baseName } from '../../../src-shared/model/path.ts';
import type { PaneSide } from '../../store/state.ts';
import { useStore, useWords } from '../../store/store.ts';
import { visibleName } from '../../text/visibleName.ts';
import { Button } from '../../ui/Button.tsx';
import { createMissing, stopSync } from './synchronized.ts';

/** In the pane that could not follow the other one: why, and the ways on. */
export function SyncNotice({ side }: { readonly side: PaneSide }) {
  const { text } = useWords();
  const stuck = useStore((state) => (state.sync?.stuck?.side === side ? state.sync.stuck : undefined));
  const session = useStore((state) => state.sessions.find(({ id }) => id === stuck?.target.endpoint));
  if (stuck === undefined) return null;
  const name = visibleName(baseName(stuck.target.path));
  const writable = session === undefined || (session.features.writable && session.features.directories);
  return (
    <div className="pane-notice" role="alert">
      <span>{stuck.missing ? text.sync.missing(name) : text.sync.unreadable(name)}</span>
      {stuck.missing && writable ? <Button onPress={() => void createMissing()}>{text.sync.create}</Button> : null}
      <Button look="quiet" onPress={stopSync}>
        {text.sync.stopShort}
      </Button>
    </div>
  );
}
