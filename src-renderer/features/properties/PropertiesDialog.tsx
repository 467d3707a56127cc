import type { ReactNode } from 'react';
import { type Entry, isDirectoryLike } from '../../../src-shared/model/entry.ts';
import { joinPath } from '../../../src-shared/model/path.ts';
import type { DialogState } from '../../store/state.ts';
import { showDialog, useWords } from '../../store/store.ts';
import { errorSentence } from '../../text/errorSentence.ts';
import { visibleName } from '../../text/visibleName.ts';
import { Button } from '../../ui/Button.tsx';
import { DialogFooter, DialogFrame } from '../../ui/DialogFrame.tsx';
import { EntryIcon } from '../../ui/EntryIcon.tsx';
import { VisibleName } from '../../ui/VisibleName.tsx';
import { typeWords } from '../pane/FileRow.tsx';
import { endpointLabel, textOfLocation } from '../entries/copyText.ts';
import { permissionLetters, permissionOctal } from './permissions.ts';
import { type MeasureState, useMeasure } from './useMeasure.ts';

type PropertiesState = Extract<DialogState, { kind: 'properties' }>;

/** What is known of one entry, or of several together. */
export function PropertiesDialog({ state }: { readonly state: PropertiesState }) {
  const words = useWords();
  const { text, format } = words;
  const { directory, entries } = state;
  const locations = entries.map((entry) => ({ ...directory, path: joinPath(directory.path, entry.name) }));
  const { state: measured, start } = useMeasure(locations);
  const folders = entries.filter(isDirectoryLike).length;
  const bytes = entries.reduce((sum, entry) => sum + entry.size, 0);
  const first = entries[0];
  if (first === undefined) return null;

  const size = folders === 0 ? `${format.size(bytes)} (${format.exactSize(bytes)})` : measuredWords(measured);
  function measuredWords(of: MeasureState): ReactNode {
    switch (of.phase) {
      case 'idle':
        return <Button onPress={() => void start()}>{text.properties.count}</Button>;
      case 'busy':
        return <span role="status">{text.properties.counting}</span>;
      case 'failed':
        return (
          <>
            <span role="alert">{errorSentence(words, of.error)}</span>{' '}
            <Button onPress={() => void start()}>{text.pane.retry}</Button>
          </>
        );
      case 'done': {
        const { measure } = of;
        return (
          <span role="status">
            {`${format.size(measure.bytes)} (${format.exactSize(measure.bytes)}), `}
            {text.properties.contents(format.count(measure.files), format.count(measure.folders))}
            {measure.unreadable === 0 ? '' : ` ${text.properties.unreadable(format.count(measure.unreadable))}`}
          </span>
        );
      }
    }
  }

  return (
    <DialogFrame title={text.properties.title} onClose={() => showDialog(undefined)}>
      <div className="form">
        {entries.length === 1 ? (
          <div className="properties-head">
            <EntryIcon entry={first} />
            <span className="lead selectable">
              <VisibleName name={first.name} />
            </span>
          </div>
        ) : (
          <p className="lead">{text.pane.items(entries.length, format.count(entries.length))}</p>
        )}
        <dl className="facts">
          <Fact title={text.properties.kind}>
            {entries.length === 1
              ? kindOf(first)
              : text.properties.contents(format.count(entries.length - folders), format.count(folders))}
          </Fact>
          <Fact title={text.properties.location}>
            {`${endpointLabel(directory.endpoint)}: ${visibleName(textOfLocation(directory))}`}
          </Fact>
          <Fact title={text.pane.size}>{size}</Fact>
          {entries.length > 1 ? null : <Single entry={first} />}
        </dl>
        <DialogFooter>
          <Button slot="close" look="primary" autoFocus>
            {text.app.close}
          </Button>
        </DialogFooter>
      </div>
    </DialogFrame>
  );

  function kindOf(entry: Entry): string {
    if (entry.kind !== 'symlink') return typeWords(entry, words);
    return entry.targetKind === undefined ? text.pane.brokenLink : text.pane.linkTo(visibleName(entry.target ?? ''));
  }
}

function Single({ entry }: { readonly entry: Entry }) {
  const { text, format } = useWords();
  const date = format.longDate(entry.modified);
  return (
    <>
      <Fact title={text.pane.date}>{date === '' ? text.properties.unknown : date}</Fact>
      <Fact title={text.properties.permissions}>
        {entry.mode === undefined ? (
          text.properties.unknown
        ) : (
          <span className="mono">{`${permissionLetters(entry.mode)} (${permissionOctal(entry.mode)})`}</span>
        )}
      </Fact>
    </>
  );
}

function Fact({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{title}</dt>
      <dd className="selectable">{children}</dd>
    </>
  );
}
