import { EyeOff, FolderClock, FolderOpen, FolderX, LoaderCircle, SearchX, Unplug } from 'lucide-react';
import { localEndpoint } from '../../../src-shared/model/location.ts';
import { pressedFor } from '../../commands/bindings.ts';
import type { PaneSide } from '../../store/state.ts';
import { useStore, useWords } from '../../store/store.ts';
import { errorSentence } from '../../text/errorSentence.ts';
import { Button } from '../../ui/Button.tsx';
import { visibleName } from '../../text/visibleName.ts';
import { endsSession, reconnect } from '../sessions/openSession.ts';
import { coverOf } from './cover.ts';
import { openLocation, refreshPane } from './loading.ts';
import { clearFilter } from './filtering.ts';
import { goUp } from './navigation.ts';
import { PaneMessage } from './PaneMessage.tsx';
import { homeLocation } from './places.ts';

/** What stands over the list when there are no rows: still loading, nothing in it, or what went wrong. */
export function PaneOverlay({ side }: { readonly side: PaneSide }) {
  const words = useWords();
  const { text, format } = words;
  const pane = useStore((state) => state.panes[side]);
  const session = useStore((state) => state.sessions.find((candidate) => candidate.id === pane.location?.endpoint));
  const cover = useStore((state) => coverOf(state, side));
  const settings = useStore((state) => state.settings);
  const { location, listing } = pane;
  if (location === undefined) return null;
  const remote = location.endpoint !== localEndpoint;

  const home = (
    <Button
      look="quiet"
      onPress={() => void openLocation(side, homeLocation(remote && session === undefined ? localEndpoint : location.endpoint))}
    >
      {remote && session === undefined ? text.pane.thisComputer : text.pane.goHome}
    </Button>
  );

  if (cover === 'reconnecting') {
    return <PaneMessage icon={LoaderCircle} title={text.pane.reconnecting} tone="busy" />;
  }
  if (cover === 'closed') {
    return (
      <PaneMessage
        icon={Unplug}
        title={text.pane.closedTitle}
        tone="bad"
        actions={
          <>
            {session === undefined ? null : (
              <Button look="primary" onPress={() => void reconnect(side)}>
                {text.pane.reconnect}
              </Button>
            )}
            <Button look="quiet" onPress={() => void openLocation(side, homeLocation(localEndpoint))}>
              {text.pane.thisComputer}
            </Button>
          </>
        }
      >
        {pane.error === undefined || !endsSession(pane.error)
          ? text.pane.closedBody(session?.label ?? text.errorSubjects.server)
          : errorSentence(words, pane.error, { server: session?.label })}
      </PaneMessage>
    );
  }
  if (cover === 'failed' && pane.error !== undefined) {
    return (
      <PaneMessage
        icon={FolderX}
        title={text.pane.failed}
        tone="bad"
        actions={
          <>
            {remote && endsSession(pane.error) ? (
              <Button look="primary" onPress={() => void reconnect(side)}>
                {text.pane.reconnect}
              </Button>
            ) : (
              <Button look="primary" onPress={() => void refreshPane(side)}>
                {text.pane.retry}
              </Button>
            )}
            {location.path === '/' ? null : <Button onPress={() => goUp(side)}>{text.pane.goUp}</Button>}
            {home}
          </>
        }
      >
        {errorSentence(words, pane.error, { server: session?.label, item: location.path })}
      </PaneMessage>
    );
  }
  if (listing.rows.length > 0) return null;
  if (pane.phase === 'loading') return <p className="pane-loading">{text.pane.loading}</p>;
  if (listing.count === 0 && !listing.complete) {
    return (
      <PaneMessage
        icon={FolderClock}
        title={text.pane.stoppedTitle}
        actions={<Button onPress={() => void refreshPane(side)}>{text.pane.retry}</Button>}
      >
        {text.pane.stoppedBody}
      </PaneMessage>
    );
  }
  if (pane.filter !== '' && listing.visibleCount > 0) {
    return (
      <PaneMessage
        icon={SearchX}
        title={text.pane.nothingFits(visibleName(pane.filter))}
        actions={<Button onPress={() => clearFilter(side)}>{text.pane.clearFilter}</Button>}
      >
        {text.pane.filterHint}
      </PaneMessage>
    );
  }
  if (listing.hiddenCount > 0) {
    return (
      <PaneMessage icon={EyeOff} title={text.pane.onlyHiddenTitle}>
        {text.pane.onlyHiddenBody(format.count(listing.hiddenCount), pressedFor('view.hidden', settings))}
      </PaneMessage>
    );
  }
  const writable = !remote || session?.features.writable === true;
  return (
    <PaneMessage icon={FolderOpen} title={text.pane.emptyTitle}>
      {!writable
        ? text.pane.emptyReadOnly
        : session?.features.directories === false
          ? text.pane.emptyFilesOnly(pressedFor('transfer.copy', settings))
          : text.pane.emptyBody(pressedFor('entry.newFolder', settings))}
    </PaneMessage>
  );
}
