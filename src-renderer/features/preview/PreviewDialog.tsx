import { ArrowDown, ArrowUp, WrapText, X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { joinPath } from '../../../src-shared/model/path.ts';
import { otherSide, showDialog, useStore, useWords } from '../../store/store.ts';
import { errorSentence } from '../../text/errorSentence.ts';
import type { Words } from '../../text/text.ts';
import { visibleName } from '../../text/visibleName.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { ChoiceField } from '../../ui/ChoiceField.tsx';
import { DialogFrame } from '../../ui/DialogFrame.tsx';
import { EntryIcon } from '../../ui/EntryIcon.tsx';
import { VisibleName } from '../../ui/VisibleName.tsx';
import { copyEntries } from '../drag/copying.ts';
import { shownLocation } from '../pane/places.ts';
import type { View } from './contents.ts';
import { HexPreview } from './HexPreview.tsx';
import { ImagePreview } from './ImagePreview.tsx';
import { neighbour, type PreviewState, stepPreview } from './openPreview.ts';
import { TextPreview, type ViewHandle } from './TextPreview.tsx';
import { type PreviewPhase, usePreview } from './usePreview.ts';

/** Looks into a file: as text, as a picture or byte by byte. */
export function PreviewDialog({ state }: { readonly state: PreviewState }) {
  const { text } = useWords();
  const [attempt, setAttempt] = useState(0);
  return (
    <DialogFrame title={text.preview.title} width="whole" onClose={() => showDialog(undefined)}>
      <Preview
        key={`${attempt} ${joinPath(state.directory.path, state.entry.name)}`}
        state={state}
        onRetry={() => setAttempt(attempt + 1)}
      />
    </DialogFrame>
  );
}

interface Pixels {
  readonly width: number;
  readonly height: number;
}

function Preview({ state, onRetry }: { readonly state: PreviewState; readonly onRetry: () => void }) {
  const words = useWords();
  const { text } = words;
  const { directory, entry } = state;
  const location = { endpoint: directory.endpoint, path: joinPath(directory.path, entry.name) };
  const preview = usePreview(location);
  const [chosen, setChosen] = useState<View>();
  const [pixels, setPixels] = useState<Pixels>();
  const [wrap, setWrap] = useState(true);
  const [actual, setActual] = useState(false);
  const handle = useRef<ViewHandle>(null);
  const opened = preview.state.phase === 'ready' ? preview.state : undefined;
  const views = viewsOf(preview.state);
  const view = chosen ?? opened?.contents.view;

  // The keyboard goes to what is shown, and stays at a control that chose another view.
  useEffect(() => {
    if (opened !== undefined) handle.current?.focus();
  }, [opened]);
  useEffect(() => {
    if (view !== undefined && document.activeElement?.closest('button, input') === null) handle.current?.focus();
  }, [view]);

  const keyDown = (event: KeyboardEvent): void => {
    const act = previewKey(event, {
      show: (next) => {
        if (views.includes(next)) setChosen(next);
      },
      wrap: () => setWrap(!wrap),
      step: (step) => stepPreview(state, step),
      askOffset: () => handle.current?.askOffset(),
    });
    if (act) event.preventDefault();
  };

  return (
    // Keys that mean the same wherever the keyboard is in the dialog.
    <div className="preview" onKeyDown={keyDown}>
      <div className="preview-head">
        <EntryIcon entry={entry} />
        <span className="preview-name ellipsis selectable">
          <VisibleName name={entry.name} />
        </span>
        <span className="preview-facts">{opened === undefined ? '' : factsOf(words, opened, view, pixels)}</span>
        <Neighbour state={state} step={-1} />
        <Neighbour state={state} step={1} />
        <IconButton label={text.app.close} keys="Esc" onPress={() => showDialog(undefined)}>
          <X size={16} aria-hidden="true" />
        </IconButton>
      </div>
      {view === undefined ? null : (
        <div className="preview-tools">
          <ChoiceField
            label={text.preview.show}
            value={view}
            choices={views.map((value) => ({ value, label: text.preview[value] }))}
            onChange={setChosen}
          />
          {view === 'text' ? (
            <ToggleButton className="preview-toggle button button-plain" isSelected={wrap} onChange={setWrap}>
              <WrapText size={16} aria-hidden="true" />
              {text.preview.wrap}
            </ToggleButton>
          ) : null}
          {view === 'image' && pixels !== undefined ? (
            <ToggleButton className="preview-toggle button button-plain" isSelected={actual} onChange={setActual}>
              {text.preview.actual}
            </ToggleButton>
          ) : null}
        </div>
      )}
      <div className="preview-body">{body()}</div>
    </div>
  );

  function body(): ReactNode {
    if (preview.state.phase === 'failed') return <Failed state={state} phase={preview.state} onRetry={onRetry} />;
    if (opened === undefined || view === undefined) {
      return (
        <p role="status" className="preview-nothing">
          {text.preview.loading}
        </p>
      );
    }
    const { file, version, contents } = opened;
    const props = { file, size: version.size, handle, onProblem: preview.fail };
    if (view === 'hex') return <HexPreview {...props} />;
    if (view === 'image' && contents.imageType !== undefined) {
      const onHex = (): void => setChosen('hex');
      return (
        <ImagePreview {...props} name={entry.name} type={contents.imageType} actual={actual} onHex={onHex} onSize={setPixels} />
      );
    }
    return <TextPreview {...props} name={entry.name} form={contents.form} wrap={wrap} />;
  }
}

function viewsOf(state: PreviewPhase): readonly View[] {
  if (state.phase !== 'ready') return [];
  return state.contents.imageType === undefined ? ['text', 'hex'] : ['text', 'image', 'hex'];
}

interface KeyActions {
  show(view: View): void;
  wrap(): void;
  step(step: 1 | -1): void;
  askOffset(): void;
}

/** Whether the key meant something. Letters stay with fields that are written in. */
function previewKey(event: KeyboardEvent, actions: KeyActions): boolean {
  const writing = event.target instanceof HTMLInputElement && event.target.type !== 'range' && event.target.type !== 'radio';
  if (event.ctrlKey || event.metaKey) {
    if (event.key.toLowerCase() !== 'g' || event.shiftKey || event.altKey) return false;
    actions.askOffset();
    return true;
  }
  if (event.altKey) {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return false;
    actions.step(event.key === 'ArrowRight' ? 1 : -1);
    return true;
  }
  if (event.key === 'F3') {
    showDialog(undefined);
    return true;
  }
  if (writing) return false;
  const letters: Readonly<Record<string, () => void>> = {
    t: () => actions.show('text'),
    i: () => actions.show('image'),
    h: () => actions.show('hex'),
    w: () => actions.wrap(),
    n: () => actions.step(1),
    p: () => actions.step(-1),
  };
  const act = letters[event.key.toLowerCase()];
  act?.();
  return act !== undefined;
}

function Neighbour({ state, step }: { readonly state: PreviewState; readonly step: 1 | -1 }) {
  const { text } = useWords();
  // The listing may change while the dialog is open.
  useStore(({ panes }) => panes[state.side].revision);
  const Arrow = step === 1 ? ArrowDown : ArrowUp;
  return (
    <IconButton
      label={step === 1 ? text.preview.next : text.preview.previous}
      keys={step === 1 ? 'N' : 'P'}
      isDisabled={neighbour(state, step) === undefined}
      onPress={() => stepPreview(state, step)}
    >
      <Arrow size={16} aria-hidden="true" />
    </IconButton>
  );
}

type Opened = Extract<PreviewPhase, { phase: 'ready' }>;

function factsOf(
  { text, format }: Words,
  { version, contents }: Opened,
  view: View | undefined,
  pixels: Pixels | undefined,
): string {
  const facts = [format.size(version.size)];
  const date = format.date(version.modified);
  if (date !== '') facts.push(date);
  if (view === 'text') {
    const encoding = text.preview.encodings[contents.form.encoding];
    facts.push(contents.form.mark === 0 ? encoding : text.preview.withMark(encoding));
  }
  if (view === 'image' && contents.imageType !== undefined) {
    facts.push(text.preview.imageTypes[contents.imageType]);
    if (pixels !== undefined) facts.push(text.preview.pixels(format.count(pixels.width), format.count(pixels.height)));
  }
  return facts.join(' · ');
}

interface FailedProps {
  readonly state: PreviewState;
  readonly phase: Extract<PreviewPhase, { phase: 'failed' }>;
  readonly onRetry: () => void;
}

function Failed({ state, phase, onRetry }: FailedProps) {
  const words = useWords();
  const { text } = words;
  const { side, directory, entry } = state;
  const target = shownLocation(otherSide(side));
  const sentence =
    phase.error.code === 'unsupported'
      ? text.preview.unsupported
      : phase.error.code === 'source-changed'
        ? text.preview.changed(visibleName(entry.name))
        : errorSentence(words, phase.error, { item: entry.name });
  const copy = (): void => {
    if (target === undefined) return;
    const from = [{ endpoint: directory.endpoint, path: joinPath(directory.path, entry.name) }];
    showDialog(undefined);
    void copyEntries({ from, folders: new Set() }, target, otherSide(side));
  };
  return (
    <div className="preview-message">
      <p role="alert">{sentence}</p>
      {phase.error.code === 'unsupported' ? (
        <Button look="primary" isDisabled={target === undefined} onPress={copy}>
          {text.preview.copy}
        </Button>
      ) : (
        <Button onPress={onRetry}>{phase.error.code === 'source-changed' ? text.preview.readAgain : text.pane.retry}</Button>
      )}
    </div>
  );
}
