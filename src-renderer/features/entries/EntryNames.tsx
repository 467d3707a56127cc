import type { EntryFailure } from '../../../src-shared/ipc/contract.ts';
import type { Entry } from '../../../src-shared/model/entry.ts';
import { baseName } from '../../../src-shared/model/path.ts';
import { useWords } from '../../store/store.ts';
import { EntryIcon } from '../../ui/EntryIcon.tsx';
import { VisibleName } from '../../ui/VisibleName.tsx';

const listed = 6;

/** The first few entries that a dialog is about, and how many more there are. */
export function EntryNames({ entries }: { readonly entries: readonly Entry[] }) {
  return (
    <ul className="name-list">
      {entries.slice(0, listed).map((entry) => (
        <li key={entry.name}>
          <EntryIcon entry={entry} />
          <span className="ellipsis">
            <VisibleName name={entry.name} />
          </span>
        </li>
      ))}
      <More count={entries.length - listed} />
    </ul>
  );
}

interface FailureListProps {
  readonly failures: readonly EntryFailure[];
  /** How many there are, when not all of them are told. */
  readonly total?: number;
  readonly reason: (failure: EntryFailure) => string;
}

/** What could not be done to which entry, and why. */
export function FailureList({ failures, total = failures.length, reason }: FailureListProps) {
  return (
    <ul className="name-list failure-list">
      {failures.slice(0, listed).map((failure) => (
        <li key={failure.path}>
          <span className="ellipsis">
            <VisibleName name={baseName(failure.path)} />
          </span>
          <span className="failure-reason">{reason(failure)}</span>
        </li>
      ))}
      <More count={total - Math.min(failures.length, listed)} />
    </ul>
  );
}

function More({ count }: { readonly count: number }) {
  const { text, format } = useWords();
  return count > 0 ? <li className="faint">{text.entries.andMore(format.count(count))}</li> : null;
}
