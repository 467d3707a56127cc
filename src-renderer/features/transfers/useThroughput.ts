import { useEffect, useState } from 'react';
import { request } from '../../bridge/bridge.ts';
import { useStore } from '../../store/store.ts';

/** Milliseconds between two looks; where motion is unwelcome the picture changes less often. */
const pause = 1000;
const calmPause = 5000;

/** Bytes in each of the last seconds, the latest whole one last; empty when nothing has moved. Asked for while it is shown. */
export function useThroughput(shown: boolean): readonly number[] {
  const active = useStore((state) => state.summary.counts.running > 0);
  const [bytes, setBytes] = useState<readonly number[]>([]);
  useEffect(() => {
    if (!shown) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let ended = false;
    const look = async (): Promise<void> => {
      const whole = await request('transfer.throughput', {}).then(
        // The present second is not over.
        (throughput) => throughput.bytes.slice(0, -1),
        () => [],
      );
      if (ended) return;
      const moved = whole.some((sum) => sum > 0);
      setBytes(moved ? whole : []);
      if (moved || active) timer = setTimeout(() => void look(), reducesMotion() ? calmPause : pause);
    };
    void look();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [shown, active]);
  return bytes;
}

function reducesMotion(): boolean {
  return window.matchMedia?.('(prefers-reduced-motion: reduce)').matches ?? false;
}
