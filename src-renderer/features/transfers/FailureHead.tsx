import { CircleAlert, CircleSlash } from 'lucide-react';
import type { ErrorCode } from '../../../src-shared/errors.ts';
import { tell } from '../../bridge/bridge.ts';
import { useWords } from '../../store/store.ts';
import { Button } from '../../ui/Button.tsx';
import { thenFocusTransfers } from './transferFocus.ts';

interface FailureHeadProps {
  readonly code: ErrorCode;
  readonly count: number;
  readonly line: number;
  readonly top: number;
}

/** Why the transfers below it failed, and a way to try just these again. */
export function FailureHead({ code, count, line, top }: FailureHeadProps) {
  const { text, format } = useWords();
  const reason = text.transfers.reasons[code];
  const Icon = code === 'cancelled' ? CircleSlash : CircleAlert;
  return (
    <div
      role="row"
      className="failure-head"
      data-reason={code}
      aria-rowindex={line + 2}
      aria-label={text.transfers.failureGroup(reason, count, format.count(count))}
      style={{ transform: `translateY(${top}px)` }}
    >
      <div role="gridcell" className="failure-cell" aria-colspan={5}>
        <Icon size={14} aria-hidden="true" />
        <span className="ellipsis" title={reason}>
          {reason}
        </span>
        <span className="tab-count">{format.count(count)}</span>
        <span className="grow" />
        <Button
          look="quiet"
          aria-label={text.transfers.retryTheseOf(reason)}
          onPress={thenFocusTransfers(() => tell('transfer.retry', { transfers: 'all', reason: code }))}
        >
          {text.transfers.retryThese}
        </Button>
      </div>
    </div>
  );
}
