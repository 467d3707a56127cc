import { useEffect, useImperativeHandle, useRef, useState } from 'react';
import { longestRead } from '../../../src-shared/ipc/contract.ts';
import { useWords } from '../../store/store.ts';
import { visibleName } from '../../text/visibleName.ts';
import { Button } from '../../ui/Button.tsx';
import { keyRegion } from './keyRegion.ts';
import type { ViewProps } from './TextPreview.tsx';

/** Bytes of the largest picture that is shown. */
export const largestImage = 32 * 1024 * 1024;

interface ImagePreviewProps extends ViewProps {
  readonly name: string;
  readonly type: string;
  /** In its own size, not that of the window. */
  readonly actual: boolean;
  readonly onHex: () => void;
  /** Pixels, when Chromium has decoded it. */
  readonly onSize: (size: { readonly width: number; readonly height: number }) => void;
}

export function ImagePreview({ file, size, name, type, actual, handle, onProblem, onHex, onSize }: ImagePreviewProps) {
  const { text, format } = useWords();
  const view = useRef<HTMLDivElement>(null);
  const { url, read } = useImage({ file, size, type, onProblem });
  const [broken, setBroken] = useState(false);
  useImperativeHandle(handle, () => ({ focus: () => view.current?.focus(), askOffset: () => undefined }));
  const problem =
    size > largestImage ? text.preview.tooLarge(format.size(largestImage)) : broken ? text.preview.broken : undefined;
  if (problem !== undefined) {
    return (
      <div ref={view} className="preview-message" tabIndex={-1}>
        <p role="alert">{problem}</p>
        <Button onPress={onHex}>{text.preview.showHex}</Button>
      </div>
    );
  }
  return (
    <div ref={view} className="preview-image" data-actual={actual} aria-label={text.preview.image} {...keyRegion}>
      {url === undefined ? (
        <p role="status" className="preview-nothing">
          {text.preview.loadingImage(format.percent(size === 0 ? 0 : read / size))}
        </p>
      ) : (
        <img
          src={url}
          alt={visibleName(name)}
          onLoad={({ currentTarget }) => onSize({ width: currentTarget.naturalWidth, height: currentTarget.naturalHeight })}
          onError={() => setBroken(true)}
        />
      )}
    </div>
  );
}

type ImageSource = Pick<ImagePreviewProps, 'file' | 'size' | 'type' | 'onProblem'>;

/** Reads the whole picture, and makes an address of it that this page alone can use. */
function useImage({ file, size, type, onProblem }: ImageSource) {
  const [url, setUrl] = useState<string>();
  const [read, setRead] = useState(0);
  useEffect(() => {
    if (size > largestImage) return undefined;
    let current = true;
    let made: string | undefined;
    const load = async (): Promise<void> => {
      const parts: Uint8Array<ArrayBuffer>[] = [];
      for (let at = 0; at < size && current; at += longestRead) {
        parts.push(await file.read(at, longestRead));
        if (current) setRead(Math.min(size, at + longestRead));
      }
      if (!current) return;
      made = URL.createObjectURL(new Blob(parts, { type }));
      setUrl(made);
    };
    load().catch((error: unknown) => {
      if (current) onProblem(error);
    });
    return () => {
      current = false;
      if (made !== undefined) URL.revokeObjectURL(made);
    };
  }, [file, size, type, onProblem]);
  return { url, read };
}
