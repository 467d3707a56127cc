import type { ReactNode } from 'react';
import { type Entry, isDirectoryLike } from '../../../src-shared/model/entry.ts';
import { localEndpoint } from '../../../src-shared/model/location.ts';
import { joinPath } from '../../../src-shared/model/path.ts';
import type { DialogState } from '../../store/state.ts';
import { announce, closeDialog, showDialog, useStore, useWords } from '../../store/store.ts';
import { errorSentence } from '../../text/errorSentence.ts';
import { visibleName } from '../../text/visibleName.ts';
import { Button } from '../../ui/Button.tsx';
import { DialogFooter, DialogFrame } from '../../ui/DialogFrame.tsx';
import { EntryIcon } from '../../ui/EntryIcon.tsx';
import { VisibleName } from '../../ui/VisibleName.tsx';
import { typeWords } from '../pane/FileRow.tsx';
import { refreshPane } from '../pane/loading.ts';
import { endpointLabel, textOfLocation } from '../entries/copyText.ts';
import { permissionLetters, permissionOctal } from './permissions.ts';
import { PermissionFields } from './PermissionFields.tsx';
import { type MeasureState, useMeasure } from './useMeasure.ts';
import { usePermissions } from './usePermissions.ts';

type PropertiesState = Extract<DialogState, { kind: 'properties' }>;

/** What is known of one entry, or of several together. */
export function PropertiesDialog({ state }: { readonly state: PropertiesState }) {
  const words = useWords();
  const { text, format } = words;
  const { directory, entries, side } = state;
  const session = useStore((store) => store.sessions.find(({ id }) => id === directory.endpoint));
  const locations = entries.map((entry) => ({ ...directory, path: joinPath(directory.path, entry.name) }));
  const { state: measured, start } = useMeasure(locations);
  // A link has no permissions of its own.
  const modes = entries.flatMap(({ kind, mode }) => (mode === undefined || kind === 'symlink' ? [] : [mode]));
  const changeable = directory.endpoint === localEndpoint || (session?.features.times === true && session.features.writable);
  const editable = changeable && modes.length > 0;
  const edit = usePermissions(
    modes,
    locations.filter((_, at) => entries[at]?.kind !== 'symlink'),
  );
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

  const apply = async (): Promise<void> => {
    const whole = await edit.apply();
    void refreshPane(side);
    if (!whole) return;
    announce(text.properties.applied);
    closeDialog(state);
  };

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
          <Fact title={text.pane.date}>{dates(entries)}</Fact>
          <Fact title={text.properties.permissions}>
            {modes.length === 0 ? (
              text.properties.unknown
            ) : (
              <span className="mono">
                {`${permissionLetters(edit.bits)} (${permissionOctal(edit.bits) || text.properties.mixed})`}
              </span>
            )}
          </Fact>
        </dl>
        {editable ? <PermissionFields edit={edit} folders={entries.some(({ kind }) => kind === 'directory')} /> : null}
        <DialogFooter>
          <Button slot="close" {...(editable ? {} : { look: 'primary' })} autoFocus>
            {text.app.close}
          </Button>
          {editable ? (
            <Button look="primary" isDisabled={!edit.canApply} onPress={() => void apply()}>
              {edit.busy ? text.properties.applying : text.properties.apply}
            </Button>
          ) : null}
        </DialogFooter>
      </div>
    </DialogFrame>
  );

  /** Of several entries, the earliest and the latest. */
  function dates(of: readonly Entry[]): string {
    const known = of.map(({ modified }) => modified).filter((modified) => !Number.isNaN(modified));
    if (known.length === 0) return text.properties.unknown;
    const earliest = format.longDate(known.reduce((a, b) => Math.min(a, b)));
    const latest = format.longDate(known.reduce((a, b) => Math.max(a, b)));
    return earliest === latest ? earliest : `${earliest} – ${latest}`;
  }

  function kindOf(entry: Entry): string {
    if (entry.kind !== 'symlink') return typeWords(entry, words);
    return entry.targetKind === undefined ? text.pane.brokenLink : text.pane.linkTo(visibleName(entry.target ?? ''));
  }
}

function Fact({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{title}</dt>
      <dd className="selectable">{children}</dd>
    </>
  );
}
