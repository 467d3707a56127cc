import type { AppStart, EventMessage, Events } from '../../src-shared/ipc/contract.ts';
import { isIdle, type TransferSummary } from '../../src-shared/model/transfer.ts';
import { addEnded, emptyTally, tallySentence } from './endedTally.ts';
import { applySettings } from './settings.ts';
import { announce, currentWords, getState, setState } from './store.ts';

/** The state the main side starts with. */
export function mirrorStart(app: AppStart): void {
  setState({
    app,
    startError: undefined,
    sessions: app.sessions,
    server: app.server,
    summary: app.summary,
    // Of another time, when a page has come back; the next event brings them.
    running: [],
    conflicts: app.conflicts,
    preflights: app.preflights,
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
    case 'preflights.changed':
      setState({ preflights: message.payload.preflights });
      return true;
    case 'conflicts.changed':
      setState({ conflicts: message.payload.conflicts });
      return true;
    case 'transfers.ended':
      countEnded(message.payload, isIdle(getState().summary));
      return true;
    case 'places.changed':
      setState({ places: message.payload.places });
      return true;
    case 'session.offered':
      setState({ offered: message.payload.offer });
      return true;
    case 'settings.changed':
      applySettings(message.payload.settings);
      return true;
    case 'listing.page':
    case 'directory.changed':
    case 'command.run':
      return false;
  }
}

/** Milliseconds between two sentences about a queue that works on; its end is said at once. */
const announcePause = 4000;
/** Work so short that only its end was seen begins a new count after this many milliseconds. */
const countPause = 1500;
let tally = emptyTally;
let counted = Number.NEGATIVE_INFINITY;
let announced = Number.NEGATIVE_INFINITY;

function followQueue(before: TransferSummary, now: TransferSummary): void {
  if (isIdle(before) && !isIdle(now)) tally = emptyTally;
  else if (!isIdle(before) && isIdle(now)) {
    // What ended last may be told after this, and belongs to the same work.
    counted = performance.now();
    announceEnded(true);
  }
}

function countEnded(ended: Events['transfers.ended'], idle: boolean): void {
  const now = performance.now();
  if (idle && now - counted > countPause) tally = emptyTally;
  counted = now;
  tally = addEnded(tally, ended);
  announceEnded(idle);
}

function announceEnded(atOnce: boolean): void {
  const sentence = tallySentence(tally, currentWords());
  const now = performance.now();
  if (sentence === undefined || (!atOnce && now - announced < announcePause)) return;
  announced = now;
  announce(sentence, tally.failed > 0);
}
