import { type ReactNode, type RefObject, useState } from 'react';
import { useWords } from '../../store/store.ts';
import { parseOffset } from './hexRows.ts';

interface PositionBarProps {
  /** Bytes from the beginning of the file, and in it. */
  readonly position: number;
  readonly size: number;
  readonly field: RefObject<HTMLInputElement | null>;
  readonly onJump: (offset: number) => void;
  readonly children?: ReactNode;
}

/** Where in a large file the view is, and the way to anywhere else in it. */
export function PositionBar({ position, size, field, onJump, children }: PositionBarProps) {
  const { text, format } = useWords();
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);
  const where = text.preview.position(
    format.count(position),
    format.exactSize(size),
    format.percent(size === 0 ? 0 : position / size),
  );
  return (
    <div className="preview-position">
      <input
        type="range"
        className="preview-slider"
        aria-label={text.preview.slider}
        aria-valuetext={where}
        min={0}
        max={size}
        step={Math.max(1, Math.floor(size / 1000))}
        value={position}
        onChange={(event) => onJump(Number(event.target.value) >= size * 0.999 ? size : Number(event.target.value))}
      />
      <span className="preview-where">{children ?? where}</span>
      <form
        className="preview-goto"
        onSubmit={(event) => {
          event.preventDefault();
          const offset = parseOffset(typed);
          setWrong(offset === undefined);
          if (offset !== undefined) onJump(Math.min(offset, size));
        }}
      >
        <input
          ref={field}
          className="input"
          aria-label={text.preview.goTo}
          aria-invalid={wrong}
          title={text.preview.goToHint}
          placeholder={text.preview.goToExample}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setWrong(false);
          }}
        />
      </form>
      {wrong ? (
        <span role="alert" className="preview-wrong">
          {text.preview.goToHint}
        </span>
      ) : null}
    </div>
  );
}
