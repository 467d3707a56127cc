import { errorTraits, type ErrorRecord, toErrorRecord } from '../../../src-shared/errors.ts';
import { type EndpointId, formatAuthority, localEndpoint } from '../../../src-shared/model/location.ts';
import type { Session } from '../../../src-shared/model/session.ts';
import { request } from '../../bridge/bridge.ts';
import { type DialogState, paneSides, type PaneSide, type SessionAttempt } from '../../store/state.ts';
import {
  announce,
  closeDialog,
  currentWords,
  getState,
  otherSide,
  setState,
  showDialog,
  showDialogInTurn,
  updatePane,
} from '../../store/store.ts';
import { errorSentence } from '../../text/errorSentence.ts';
import { closePane, openLocation, refreshPane } from '../pane/loading.ts';
import { paneId } from '../pane/paneFocus.ts';
import { homeLocation } from '../pane/places.ts';

/**
 * Opens a session and shows it in the pane. A server that is not known, or not the one it was, gets its own dialog. Other errors
 * go where they can be mended: `dialog` opens the Connect dialog with them, `caller` hands them back. Who closes the dialog that it
 * was asked in has given it up; a dialog that was opened meanwhile stays, and what there is to ask comes behind it.
 */
export async function openSession(attempt: SessionAttempt, errors: 'dialog' | 'caller'): Promise<ErrorRecord | undefined> {
  const { dialog: askedIn, sessions: before } = getState();
  const isGivenUp = (): boolean => isCancelable(askedIn) && getState().dialog !== askedIn;
  const ask = (dialog: DialogState): void => {
    if (getState().dialog === askedIn) showDialog(dialog);
    else showDialogInTurn(dialog);
  };
  try {
    const { session, path } = await request('session.open', attempt.open);
    if (isGivenUp()) {
      if (!before.some(({ id }) => id === session.id)) request('session.close', { session: session.id }).catch(() => undefined);
      return undefined;
    }
    if (askedIn !== undefined) closeDialog(askedIn);
    showSession(attempt.side, session, attempt.path ?? path);
    if (attempt.alongside !== undefined) void openLocation(otherSide(attempt.side), attempt.alongside);
    return undefined;
  } catch (thrown) {
    const error = toErrorRecord(thrown);
    if (error.code === 'cancelled' || isGivenUp()) return undefined;
    if (error.code === 'identity-unknown' && error.pin !== undefined) {
      ask({ kind: 'unknown-server', attempt, pin: error.pin });
      return undefined;
    }
    if (error.code === 'identity-changed') {
      const expected = error.expectedPin ?? attempt.open.endpoint?.pin;
      ask({ kind: 'identity-changed', address: attempt.address, expected, shown: error.pin ?? '' });
      return undefined;
    }
    if (errors === 'dialog') {
      const { link, endpoint, site } = attempt.open;
      ask({ kind: 'connect', side: attempt.side, link, endpoint, site, path: attempt.path, error });
    }
    return error;
  }
}

/** Closing it is “Cancel”. */
function isCancelable(dialog: DialogState | undefined): boolean {
  return dialog?.kind === 'connect' || dialog?.kind === 'unknown-server';
}

/** A new connection goes to the right, unless the user works on a remote pane already. */
export function connectSide(): PaneSide {
  const { focused, panes } = getState();
  const endpoint = panes[focused].location?.endpoint;
  return endpoint !== undefined && endpoint !== localEndpoint ? focused : 'right';
}

export function showSession(side: PaneSide, session: Session, path: string): void {
  const { sessions } = getState();
  // The event with the new list may come after the reply.
  if (!sessions.some((known) => known.id === session.id)) setState({ sessions: [...sessions, session] });
  // Commands work on the pane with the keyboard, which is not taken away from the other one.
  const other = document.getElementById(paneId(otherSide(side)));
  if (other?.contains(document.activeElement) !== true) setState({ focused: side });
  announce(currentWords().text.status.connected(session.label));
  void openLocation(side, { endpoint: session.id, path });
}

export async function reconnect(side: PaneSide): Promise<void> {
  const session = getState().panes[side].location?.endpoint;
  if (session === undefined || session === localEndpoint) return;
  updatePane(side, { phase: 'loading', error: undefined });
  try {
    await request('session.reconnect', { session });
    for (const pane of paneSides) if (getState().panes[pane].location?.endpoint === session) void refreshPane(pane);
  } catch (thrown) {
    const error = toErrorRecord(thrown);
    if (getState().panes[side].location?.endpoint === session) updatePane(side, { phase: 'failed', error });
    else announce(errorSentence(currentWords(), error), true);
  }
}

/** Closes the session; panes that show it go home on the left, and are empty on the right. */
export function disconnect(session: EndpointId): void {
  for (const side of paneSides) {
    if (getState().panes[side].location?.endpoint !== session) continue;
    if (side === 'left') void openLocation(side, homeLocation(localEndpoint));
    else closePane(side);
  }
  request('session.close', { session }).catch(() => undefined);
}

export function sessionAddress(session: Session): string {
  return formatAuthority(session.endpoint);
}

export function endsSession(error: ErrorRecord): boolean {
  return errorTraits(error.code).session === 'ends';
}
