import { type RefObject, useEffect, useRef, useState } from 'react';
import { type ErrorRecord, toErrorRecord } from '../../../src-shared/errors.ts';
import type { Measure } from '../../../src-shared/ipc/contract.ts';
import type { Location } from '../../../src-shared/model/location.ts';
import { request, tell } from '../../bridge/bridge.ts';
import { workNumber } from '../../bridge/workNumber.ts';

export type MeasureState =
  | { readonly phase: 'idle' | 'busy' }
  | { readonly phase: 'done'; readonly measure: Measure }
  | { readonly phase: 'failed'; readonly error: ErrorRecord };

function stop(open: RefObject<number | undefined>): void {
  if (open.current !== undefined) tell('entry.stopMeasuring', { measure: open.current });
  open.current = undefined;
}

/** Counts what is in folders when it is asked to; gives up when the dialog closes. */
export function useMeasure(locations: readonly Location[]) {
  const [state, setState] = useState<MeasureState>({ phase: 'idle' });
  const open = useRef<number>(undefined);
  useEffect(() => () => stop(open), []);

  const start = async (): Promise<void> => {
    stop(open);
    const number = workNumber();
    open.current = number;
    setState({ phase: 'busy' });
    try {
      const measure = await request('entry.measure', { measure: number, locations });
      if (open.current === number) setState({ phase: 'done', measure });
    } catch (error) {
      if (open.current === number) setState({ phase: 'failed', error: toErrorRecord(error) });
    }
    if (open.current === number) open.current = undefined;
  };
  return { state, start };
}
