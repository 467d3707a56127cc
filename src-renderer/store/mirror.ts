import type { AppStart, EventMessage } from '../../src-shared/ipc/contract.ts';
import type { TransferSummary } from '../../src-shared/model/transfer.ts';
import { addEnded, emptyTally, tallySentence } from './endedTally.ts';
import { announce, currentWords, getState, setState } from './store.ts';

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
      followQueue(getState().summary, message.payload.summary);
      setState({ summary: message.payload.summary, running: message.payload.running });
      return true;
    case 'conflicts.changed':
      setState({ conflicts: message.payload.conflicts });
      return true;
    case 'transfers.ended':
      tally = addEnded(tally, message.payload);
      announceEnded(isIdle(getState().summary));
      return true;
    case 'listing.page':
    case 'directory.changed':
    case 'command.run':
      return false;
  }
}

/** Milliseconds between two sentences about a queue that works on; its end is said at once. */
const announcePause = 4000;
let tally = emptyTally;
let announced = Number.NEGATIVE_INFINITY;

function isIdle({ counts }: TransferSummary): boolean {
  return counts.queued + counts.running === 0;
}

function followQueue(before: TransferSummary, now: TransferSummary): void {
  if (isIdle(before) && !isIdle(now)) tally = emptyTally;
  else if (!isIdle(before) && isIdle(now)) announceEnded(true);
}

function announceEnded(atOnce: boolean): void {
  const sentence = tallySentence(tally, currentWords());
  const now = performance.now();
  if (sentence === undefined || (!atOnce && now - announced < announcePause)) return;
  announced = now;
  announce(sentence, tally.failed > 0);
}
