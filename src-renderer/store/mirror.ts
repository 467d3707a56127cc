import type { AppStart, EventMessage, Events } from '../../src-shared/ipc/contract.ts';
import { visibleName } from '../text/visibleName.ts';
import { announce, currentWords, setState } from './store.ts';

/** The state the main side starts with. */
export function mirrorStart(app: AppStart): void {
  setState({
    app,
    startError: undefined,
    sessions: app.sessions,
    server: app.server,
    summary: app.summary,
    conflicts: app.conflicts,
  });
}

/** Applies an event that only changes the mirror; false when the event means more than that. */
export function mirrorEvent(message: EventMessage): boolean {
  switch (message.event) {
    case 'sessions.changed':
      setState({ sessions: message.payload.sessions });
      return true;
    case 'server.changed':
      setState({ server: message.payload.server });
      return true;
    case 'transfers.changed':
      setState({ summary: message.payload.summary, running: message.payload.running });
      return true;
    case 'conflicts.changed':
      setState({ conflicts: message.payload.conflicts });
      return true;
    case 'transfers.ended':
      announceEnded(message.payload);
      return true;
    case 'listing.page':
    case 'directory.changed':
    case 'command.run':
      return false;
  }
}

function announceEnded({ count, failed, rows }: Events['transfers.ended']): void {
  const { text, format } = currentWords();
  const copied = count - failed;
  const name = visibleName(rows[0]?.name ?? '');
  if (failed === 0) {
    // A skipped or cancelled file was not copied; with rows in hand, say only what is true.
    const done = count > rows.length ? copied : rows.filter((row) => row.state === 'done').length;
    if (done === 1) announce(text.status.copied(visibleName(rows.find((row) => row.state === 'done')?.name ?? name)));
    else if (done > 1) announce(text.status.copiedMany(format.count(done)));
  } else if (copied === 0) {
    announce(failed === 1 ? text.status.failed(name) : text.status.failedMany(format.count(failed)), true);
  } else announce(text.status.copiedAndFailed(format.count(copied), format.count(failed)), true);
}
