import { memo, type ReactNode } from 'react';
import {
  ArrowDownToLine,
  ArrowLeftRight,
  ArrowUpFromLine,
  ChevronsDown,
  ChevronsUp,
  Copy,
  HardDrive,
  type LucideIcon,
  Pause,
  Play,
  RotateCw,
  ShieldAlert,
  ShieldCheck,
  X,
} from 'lucide-react';
import { localEndpoint, type Location } from '../../../src-shared/model/location.ts';
import { parentPath } from '../../../src-shared/model/path.ts';
import type { Direction, Transfer, TransferGroup } from '../../../src-shared/model/transfer.ts';
import { tell } from '../../bridge/bridge.ts';
import { putText } from '../../store/putText.ts';
import { currentWords, getState, useWords } from '../../store/store.ts';
import { errorSentence } from '../../text/errorSentence.ts';
import type { Words } from '../../text/text.ts';
import { visibleName } from '../../text/visibleName.ts';
import { timeLeft } from './timeLeft.ts';
import { thenFocusTransfers } from './transferFocus.ts';
import { VisibleName } from '../../ui/VisibleName.tsx';

const directionIcons: Readonly<Record<Direction, LucideIcon>> = {
  upload: ArrowUpFromLine,
  download: ArrowDownToLine,
  remote: ArrowLeftRight,
  local: HardDrive,
};

interface TransferRowProps {
  readonly id: string;
  readonly transfer: Transfer;
  readonly group: TransferGroup;
  readonly index: number;
  /** Where it stands among rows and heads. */
  readonly line: number;
  readonly top: number;
  readonly selected: boolean;
  readonly cursor: boolean;
}

/** Drawn again only when something of its own is different: the list is asked for many times a second. */
export const TransferRow = memo(function TransferRow({
  id,
  transfer,
  group,
  index,
  line,
  top,
  selected,
  cursor,
}: TransferRowProps) {
  const words = useWords();
  const { text, format } = words;
  const name = visibleName(transfer.name);
  const Icon = directionIcons[transfer.direction];
  const route = `${placeOf(transfer.from)} → ${placeOf(transfer.to)}`;
  const stateWords = stateOf(transfer);
  const moving = group === 'running';
  return (
    <div
      role="row"
      id={id}
      className={`transfer-row transfer-grid-${group}`}
      data-row={index}
      data-cursor={cursor || undefined}
      data-selected={selected || undefined}
      aria-rowindex={line + 2}
      aria-selected={selected}
      aria-label={[name, text.transfers.directions[transfer.direction], stateWords, ...priorityWords(words, transfer)].join(', ')}
      style={{ transform: `translateY(${top}px)` }}
    >
      <div role="gridcell" className="cell cell-name" title={name}>
        <Icon size={14} className="faint" aria-label={text.transfers.directions[transfer.direction]} />
        <span className="ellipsis">
          <VisibleName name={transfer.name} />
        </span>
        <PriorityMark transfer={transfer} />
      </div>
      <div role="gridcell" className="cell quiet cell-route" title={route}>
        <span className="ellipsis">{route}</span>
      </div>
      <div role="gridcell" className="cell cell-size">
        {format.size(transfer.size)}
      </div>
      {moving ? (
        <>
          <div role="gridcell" className="cell cell-progress">
            <Progress transfer={transfer} label={text.transfers.progressOf(name)} />
          </div>
          <div role="gridcell" className="cell cell-size">
            {transfer.state === 'running' && transfer.rate > 0 ? format.rate(transfer.rate) : ''}
          </div>
          <div role="gridcell" className="cell cell-size">
            {transfer.state === 'running' ? timeLeft(words, transfer.secondsLeft) : ''}
          </div>
        </>
      ) : null}
      <div role="gridcell" className="cell cell-state" data-state={transfer.state}>
        {transfer.receipt !== undefined && group === 'done' ? (
          <ReceiptMark transfer={transfer} />
        ) : (
          <span className="ellipsis" title={stateWords}>
            {stateWords}
          </span>
        )}
      </div>
      <div role="gridcell" className="cell cell-actions">
        {group === 'failed' ? (
          <RowButton
            cursor={cursor}
            label={text.transfers.retryOf(name)}
            onClick={thenFocusTransfers(() => tell('transfer.retry', { transfers: [transfer.id] }))}
          >
            <RotateCw size={14} />
          </RowButton>
        ) : null}
        {transfer.state === 'queued' || transfer.state === 'running' ? (
          <RowButton
            cursor={cursor}
            label={text.transfers.pauseOf(name)}
            onClick={() => tell('transfer.pause', { transfers: [transfer.id] })}
          >
            <Pause size={14} />
          </RowButton>
        ) : transfer.state === 'paused' ? (
          <RowButton
            cursor={cursor}
            label={text.transfers.resumeOf(name)}
            onClick={() => tell('transfer.resume', { transfers: [transfer.id] })}
          >
            <Play size={14} />
          </RowButton>
        ) : null}
        {group === 'queued' || group === 'running' ? (
          <RowButton
            cursor={cursor}
            label={text.transfers.cancelOf(name)}
            onClick={thenFocusTransfers(() => tell('transfer.cancel', { transfers: [transfer.id] }))}
          >
            <X size={14} />
          </RowButton>
        ) : null}
        {group === 'done' && transfer.receipt !== undefined ? (
          <RowButton cursor={cursor} label={text.transfers.copyReceipt} onClick={() => void copyReceipt(transfer)}>
            <Copy size={14} />
          </RowButton>
        ) : null}
      </div>
    </div>
  );
});

function PriorityMark({ transfer }: { readonly transfer: Transfer }) {
  const words = useWords();
  const [label] = priorityWords(words, transfer);
  if (label === undefined) return null;
  const Icon = transfer.priority === 'high' ? ChevronsUp : ChevronsDown;
  return <Icon size={14} className={transfer.priority === 'high' ? 'priority accent' : 'priority faint'} aria-label={label} />;
}

/** Only what is not normal is worth a word. */
function priorityWords({ text }: Words, { priority, state }: Transfer): readonly string[] {
  if (priority === undefined || priority === 'normal' || (state !== 'queued' && state !== 'paused')) return [];
  return [text.transfers.priorityOf(text.transfers.priorities[priority])];
}

interface RowButtonProps {
  readonly cursor: boolean;
  readonly label: string;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

/** In the order of the Tab key only in the row under the cursor, so that the list is not a hundred stops long. */
function RowButton({ cursor, label, onClick, children }: RowButtonProps) {
  return (
    <button type="button" className="row-button" aria-label={label} title={label} tabIndex={cursor ? 0 : -1} onClick={onClick}>
      {children}
    </button>
  );
}

function Progress({ transfer, label }: { readonly transfer: Transfer; readonly label: string }) {
  const { format } = useWords();
  const share = transfer.size === 0 ? 0 : Math.min(1, transfer.acknowledged / transfer.size);
  return (
    <>
      <div
        role="progressbar"
        className="progress"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.floor(share * 100)}
        data-state={transfer.state}
      >
        <div className="progress-fill" style={{ transform: `scaleX(${share})` }} />
      </div>
      <span className="progress-share">{format.percent(Math.floor(share * 100) / 100)}</span>
    </>
  );
}

function ReceiptMark({ transfer }: { readonly transfer: Transfer }) {
  const { text } = useWords();
  const { receipt } = transfer;
  if (receipt === undefined) return null;
  const label = receipt.verified ? text.transfers.verified : text.transfers.unverified;
  return (
    <span className={receipt.verified ? 'receipt good' : 'receipt warn'} title={text.transfers.receipt(receipt.sha256)}>
      {receipt.verified ? <ShieldCheck size={14} aria-hidden="true" /> : <ShieldAlert size={14} aria-hidden="true" />}
      <span>{label}</span>
      <span className="receipt-hash mono selectable">{receipt.sha256}</span>
    </span>
  );
}

/** What `sha256sum -c` accepts. */
async function copyReceipt(transfer: Transfer): Promise<void> {
  if (transfer.receipt === undefined) return;
  await putText(`${transfer.receipt.sha256}  ${transfer.name}\n`, currentWords().text.status.receiptCopied);
}

function stateOf(transfer: Transfer): string {
  const words = currentWords();
  const { text } = words;
  if (transfer.state === 'failed' && transfer.error !== undefined) {
    return errorSentence(words, transfer.error, { item: transfer.name, server: serverOf(transfer) });
  }
  if (transfer.state === 'done' && transfer.receipt !== undefined) {
    return transfer.receipt.verified ? text.transfers.verified : text.transfers.unverified;
  }
  return text.transfers.states[transfer.state];
}

function serverOf(transfer: Transfer): string | undefined {
  const remote = transfer.to.endpoint === localEndpoint ? transfer.from : transfer.to;
  return getState().sessions.find((session) => session.id === remote.endpoint)?.label;
}

/** Server and folder of one end. */
function placeOf(location: Location): string {
  const folder = visibleName(parentPath(location.path));
  if (location.endpoint === localEndpoint) return folder;
  const label = getState().sessions.find((session) => session.id === location.endpoint)?.label;
  return label === undefined ? folder : `${label}${folder}`;
}
