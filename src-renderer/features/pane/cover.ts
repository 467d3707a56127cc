import { localEndpoint } from '../../../src-shared/model/location.ts';
import type { PaneSide, State } from '../../store/state.ts';

/** Why a pane's rows lie under a message, where they can neither be pressed nor read. */
export type Cover = 'failed' | 'closed' | 'reconnecting';

export function coverOf({ panes, sessions }: Pick<State, 'panes' | 'sessions'>, side: PaneSide): Cover | undefined {
  const { location, phase } = panes[side];
  if (location === undefined) return undefined;
  if (location.endpoint !== localEndpoint) {
    const state = sessions.find(({ id }) => id === location.endpoint)?.state ?? 'closed';
    if (state === 'reconnecting' || state === 'connecting') return 'reconnecting';
    if (state === 'closed' && phase !== 'loading') return 'closed';
  }
  return phase === 'failed' ? 'failed' : undefined;
}
