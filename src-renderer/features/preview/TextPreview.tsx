import { type KeyboardEvent, type RefObject, useImperativeHandle, useMemo, useRef } from 'react';
import { useWords } from '../../store/store.ts';
import type { TextForm } from './encoding.ts';
import { keyRegion } from './keyRegion.ts';
import { PositionBar } from './PositionBar.tsx';
import type { PreviewFile } from './previewFile.ts';
import { TextPieceView } from './TextPiece.tsx';
import { wholeLength } from './textPieces.ts';
import { useTextPieces } from './useTextPieces.ts';

/** What the keys of the dialog ask of the view that is shown. */
export interface ViewHandle {
  focus(): void;
  askOffset(): void;
}

export interface ViewProps {
  readonly file: PreviewFile;
  /** Bytes. */
  readonly size: number;
  readonly handle: RefObject<ViewHandle | null>;
  readonly onProblem: (error: unknown) => void;
}

interface TextPreviewProps extends ViewProps {
  readonly name: string;
  readonly form: TextForm;
  readonly wrap: boolean;
}

export function TextPreview({ file, size, name, form, wrap, handle, onProblem }: TextPreviewProps) {
  const { text } = useWords();
  const offsetField = useRef<HTMLInputElement>(null);
  const source = useMemo(() => ({ size, form, read: file.read.bind(file) }), [file, size, form]);
  const { scroller, pieces, position, jump, scrolled } = useTextPieces(source, onProblem);
  useImperativeHandle(handle, () => ({
    focus: () => scroller.current?.focus(),
    askOffset: () => offsetField.current?.focus(),
  }));
  const keyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Home' && event.key !== 'End') return;
    event.preventDefault();
    void jump(event.key === 'Home' ? 0 : size);
  };
  const whole = size <= wholeLength;
  return (
    <>
      <div
        ref={scroller}
        className="preview-text"
        data-wrap={wrap}
        aria-label={text.preview.text}
        {...keyRegion}
        onScroll={scrolled}
        onKeyDown={keyDown}
      >
        {size === 0 ? <p className="preview-nothing">{text.preview.empty}</p> : null}
        {pieces.map((piece) => (
          <TextPieceView key={piece.start} piece={piece} {...(whole ? { name } : {})} />
        ))}
      </div>
      {whole ? null : <PositionBar position={position} size={size} field={offsetField} onJump={(offset) => void jump(offset)} />}
    </>
  );
}
