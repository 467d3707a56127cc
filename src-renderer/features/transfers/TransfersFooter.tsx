import type { TransferSummary } from '../../../src-shared/model/transfer.ts';
import { useStore, useWords } from '../../store/store.ts';
import type { Words } from '../../text/text.ts';
import { QueueControls } from './QueueControls.tsx';
import { ThroughputGraph } from './ThroughputGraph.tsx';
import { timeLeft } from './timeLeft.ts';

/** How the queue as a whole goes on, and what it goes by. */
export function TransfersFooter({ shown }: { readonly shown: boolean }) {
  return (
    <div className="transfers-foot">
      <ThroughputGraph shown={shown} />
      <Progress />
      <span className="grow" />
      <QueueControls />
    </div>
  );
}

/** On its own, since it changes ten times a second. */
function Progress() {
  const words = useWords();
  const summary = useStore((state) => state.summary);
  const selected = useStore((state) => Math.min(state.transferSelection.ids.size, state.summary.counts[state.transfersTab]));
  const { text, format } = words;
  const parts = [...progressWords(words, summary), ...(selected > 1 ? [text.transfers.selected(format.count(selected))] : [])];
  return <span className="transfers-progress ellipsis">{parts.join(' · ')}</span>;
}

function progressWords(words: Words, { counts, paused, planning, rate, secondsLeft }: TransferSummary): string[] {
  const { text, format } = words;
  if (counts.queued + counts.running === 0) return [];
  if (paused) return [text.queue.held];
  if (planning) return [text.status.planning];
  if (counts.running === 0) return [];
  const left = secondsLeft === undefined ? text.queue.leftUnknown : text.queue.left(timeLeft(words, secondsLeft));
  return [
    ...(rate > 0 ? [format.rate(rate)] : []),
    secondsLeft !== undefined && secondsLeft < 1 ? text.transfers.nearlyDone : left,
  ];
}
