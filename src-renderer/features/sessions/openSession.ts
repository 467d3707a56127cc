import { errorTraits, type ErrorRecord, toErrorRecord } from '../../../src-shared/errors.ts';
import { type EndpointId, formatAuthority, localEndpoint } from '../../../src-shared/model/location.ts';
import type { Session } from '../../../src-shared/model/session.ts';
import { request } from '../../bridge/bridge.ts';
import { paneSides, type PaneSide, type SessionAttempt } from '../../store/state.ts';
import { announce, currentWords, getState, otherSide, setState, showDialog, updatePane } from '../../store/store.ts';
import { closePane, openLocation, refreshPane } from '../pane/loading.ts';
import { homeLocation } from '../pane/places.ts';

/**
 * Opens a session and shows it in the pane. A server that is not known, or not the one it was, gets its own dialog. Other errors
 * go where they can be mended: `dialog` opens the Connect dialog with them, `caller` hands them back.
 */
export async function openSession(attempt: SessionAttempt, errors: 'dialog' | 'caller'): Promise<ErrorRecord | undefined> {
  try {
    const { session, path } = await request('session.open', attempt.open);
    showSession(attempt.side, session, attempt.path ?? path);
    if (attempt.alongside !== undefined) void openLocation(otherSide(attempt.side), attempt.alongside);
    return undefined;
  } catch (thrown) {
    const error = toErrorRecord(thrown);
    if (error.code === 'identity-unknown' && error.pin !== undefined) {
      showDialog({ kind: 'unknown-server', attempt, pin: error.pin });
      return undefined;
    }
    if (error.code === 'identity-changed') {
      const expected = error.expectedPin ?? attempt.open.endpoint?.pin;
      showDialog({ kind: 'identity-changed', address: attempt.address, expected, shown: error.pin ?? '' });
      return undefined;
    }
    if (error.code === 'cancelled') return undefined;
    if (errors === 'dialog') {
      const { link, endpoint, site } = attempt.open;
      showDialog({ kind: 'connect', side: attempt.side, link, endpoint, site, path: attempt.path, error });
    }
    return error;
  }
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
  showDialog(undefined);
  setState({ focused: side });
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
  } catch (error) {
    updatePane(side, { phase: 'failed', error: toErrorRecord(error) });
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
