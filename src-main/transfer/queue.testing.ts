import type { ExistingPolicy, Transfer } from '../../src-shared/model/transfer.ts';
import { sha256 } from '../filesystem/contract/recorder.ts';
import type { FileSystem } from '../filesystem/fileSystem.ts';
import { MemoryFileSystem, type MemoryOptions } from '../filesystem/memory/memoryFileSystem.ts';
import type { Batch } from './batch.ts';
import { type QueueOptions, TransferQueue } from './queue.ts';

export function put(fileSystem: MemoryFileSystem, path: string, bytes: Uint8Array, modified?: number): void {
  fileSystem.tree.makeParents(path);
  fileSystem.tree.put(path, fileSystem.tree.newFile(bytes, modified));
}

export function bytesAt(fileSystem: MemoryFileSystem, path: string): Uint8Array | undefined {
  const node = fileSystem.tree.find(path);
  return node?.kind === 'file' ? node.bytes : undefined;
}

/** Everything at and below a path: files with their contents' hash. */
export function contents(fileSystem: MemoryFileSystem, path = '/'): Record<string, string> {
  const node = fileSystem.tree.get(path);
  if (node.kind === 'file') return { [path]: sha256(node.bytes).toString('hex') };
  if (node.kind !== 'directory') return { [path]: node.kind };
  const out: Record<string, string> = path === '/' ? {} : { [path]: 'directory' };
  for (const name of node.children.keys()) {
    Object.assign(out, contents(fileSystem, path === '/' ? `/${name}` : `${path}/${name}`));
  }
  return out;
}

export interface QueueSetup {
  readonly left: MemoryFileSystem;
  readonly right: MemoryFileSystem;
  readonly ends: Map<string, FileSystem>;
  readonly queue: TransferQueue;
  readonly ended: Transfer[];
  /** Resolves at the change that makes the condition true. */
  readonly until: (condition: () => boolean) => Promise<void>;
  /** Copies from `local` (left) to `s1` (right). */
  readonly up: (from: readonly string[], to: string, existing?: ExistingPolicy, name?: string) => Batch;
}

/** A queue between two file systems in memory, with short delays. */
export function setUp(options: { left?: MemoryOptions; right?: MemoryOptions; queue?: Partial<QueueOptions> } = {}): QueueSetup {
  const left = new MemoryFileSystem(options.left);
  const right = new MemoryFileSystem(options.right);
  const ends = new Map<string, FileSystem>([
    ['local', left],
    ['s1', right],
  ]);
  const watchers = new Set<() => void>();
  const queue = new TransferQueue({
    resolve: (endpoint) => ends.get(endpoint),
    retryDelays: [5, 5, 5],
    onChange: () => watchers.forEach((watch) => watch()),
    ...options.queue,
  });
  const ended: Transfer[] = [];
  return {
    left,
    right,
    ends,
    queue,
    ended,
    until: (condition) =>
      new Promise((resolve) => {
        const watch = (): void => {
          if (!condition()) return;
          watchers.delete(watch);
          resolve();
        };
        watchers.add(watch);
        watch();
      }),
    up: (from, to, existing = 'ask', name) =>
      queue.enqueue({
        from: from.map((path) => ({ endpoint: 'local', path })),
        to: { endpoint: 's1', path: to },
        existing,
        name,
        onEnded: (transfer) => ended.push(transfer),
      }),
  };
}
