import { useCallback, useEffect, useState } from 'react';
import { type ErrorRecord, toErrorRecord } from '../../../src-shared/errors.ts';
import type { Location } from '../../../src-shared/model/location.ts';
import { baseName } from '../../../src-shared/model/path.ts';
import { type Contents, contentsOf } from './contents.ts';
import { type FileVersion, PreviewFile } from './previewFile.ts';

/** Bytes by which it is decided what a file is. */
const headLength = 64 * 1024;

export type PreviewPhase =
  | { readonly phase: 'loading' }
  | { readonly phase: 'failed'; readonly error: ErrorRecord }
  | { readonly phase: 'ready'; readonly file: PreviewFile; readonly version: FileVersion; readonly contents: Contents };

/** Opens a file for looking into it. Reading ends with the component. */
export function usePreview({ endpoint, path }: Location) {
  const [state, setState] = useState<PreviewPhase>({ phase: 'loading' });
  useEffect(() => {
    const file = new PreviewFile({ endpoint, path });
    let current = true;
    file.read(0, headLength).then(
      (head) => {
        const { version } = file;
        if (!current || version === undefined) return;
        setState({ phase: 'ready', file, version, contents: contentsOf(baseName(path), head, head.length >= version.size) });
      },
      (error: unknown) => {
        if (current) setState({ phase: 'failed', error: toErrorRecord(error) });
      },
    );
    return () => {
      current = false;
      file.close();
    };
  }, [endpoint, path]);
  const fail = useCallback((error: unknown): void => {
    const record = toErrorRecord(error);
    if (record.code !== 'cancelled') setState({ phase: 'failed', error: record });
  }, []);
  return { state, fail };
}
