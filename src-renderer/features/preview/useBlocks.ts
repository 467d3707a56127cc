import { useEffect, useRef, useState } from 'react';
import type { PreviewFile } from './previewFile.ts';

/** Bytes read at a time, and how many such blocks are kept. */
const blockLength = 64 * 1024;
const blocksKept = 16;

/** The bytes of a file between `from` and `to`, read when they are needed. Undefined for a byte that is not there yet. */
export function useBlocks(file: PreviewFile, from: number, to: number, failed: (error: unknown) => void) {
  const blocks = useRef(new Map<number, Uint8Array>());
  const reading = useRef(new Set<number>());
  const [, setVersion] = useState(0);
  useEffect(() => {
    for (let block = Math.floor(from / blockLength); block * blockLength < to; block++) {
      if (blocks.current.has(block) || reading.current.has(block)) continue;
      reading.current.add(block);
      file
        .read(block * blockLength, blockLength)
        .then((bytes) => {
          blocks.current.set(block, bytes);
          for (const oldest of blocks.current.keys()) {
            if (blocks.current.size <= blocksKept) break;
            blocks.current.delete(oldest);
          }
          setVersion((version) => version + 1);
        }, failed)
        .finally(() => reading.current.delete(block));
    }
  }, [file, from, to, failed]);
  return (offset: number): number | undefined => blocks.current.get(Math.floor(offset / blockLength))?.[offset % blockLength];
}
