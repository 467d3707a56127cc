import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError, errorTraits } from '../../src-shared/errors.ts';
import { joinPath, parentPath } from '../../src-shared/model/path.ts';
import type { EndpointId } from '../../src-shared/model/location.ts';
import type { FileSystem } from '../filesystem/fileSystem.ts';
import { asAppError } from './asAppError.ts';
import type { BatchRecord } from './batch.ts';
import type { Item } from './item.ts';
import type { Resolve } from './route.ts';

const atOnce = 16;

/** Removes what has been moved to another file system: a file only when its copy is proven, a directory only when it is empty. */
export class Sources {
  readonly #resolve: Resolve;
  readonly #delays: readonly number[];
  readonly #closed = new AbortController();
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  /** `delays`: milliseconds before the first, second… time that what may go well later is tried again. */
  constructor(resolve: Resolve, delays: readonly number[]) {
    this.#resolve = resolve;
    this.#delays = delays;
  }

  /** Nothing is tried again. */
  close(): void {
    this.#closed.abort();
  }

  /**
   * Removes the source of a copied file. Resolves to why it was kept: `unsupported` when nobody could prove that the copy is whole,
   * `source-changed` when it is not what was copied, `invalid-request` when it is its own copy, or what went wrong.
   */
  async removeFile(item: Item): Promise<AppError | undefined> {
    let problem = await this.#removeNow(item);
    for (const wait of this.#delays) {
      if (problem === undefined || errorTraits(problem.code).retry !== 'backoff') break;
      await delay(wait, undefined, { signal: this.#closed.signal }).catch(() => undefined);
      if (this.#closed.signal.aborted) break;
      problem = await this.#removeNow(item);
    }
    return problem;
  }

  async #removeNow(item: Item): Promise<AppError | undefined> {
    const { sourcePath: path } = item;
    if (item.receipt?.verified !== true) {
      return new AppError('unsupported', 'copied, but not proven to be whole: the original was kept', { path });
    }
    await this.#turn();
    try {
      const source = await this.#endpoint(item.endpoints.from);
      const { size, modified } = await look(source, item);
      if (size !== item.receipt.size || !isSameTime(modified, item.sourceModified)) {
        return new AppError('source-changed', 'copied, but changed since then: the original was kept', { path });
      }
      if (item.existing === 'overwrite' || item.existing === 'newer') return await this.#removeUnlessCopy(item, source);
      await source.remove(path);
      return undefined;
    } catch (error) {
      const { code, message } = asAppError(error);
      // Someone else has removed it, or an answer was lost on its way.
      if (code === 'not-found') return undefined;
      return new AppError(code, `copied, but the original could not be removed: ${message}`, { path, cause: error });
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }

  /** Whether a file of the receipt's size stands where the copy went. @throws AppError when nobody can tell */
  async copyStands({ targetPath, endpoints, receipt }: Item): Promise<boolean> {
    try {
      const { kind, size } = await (await this.#endpoint(endpoints.to)).stat(targetPath);
      return kind === 'file' && size === receipt?.size;
    } catch (error) {
      if (asAppError(error).code === 'not-found') return false;
      throw error;
    }
  }

  /** Two endpoints, or two directories of one, may be one place, and what was replaced the source itself: without its name the copy then has none either. */
  async #removeUnlessCopy(item: Item, source: FileSystem): Promise<AppError | undefined> {
    const { sourcePath: path, targetPath, endpoints } = item;
    if (!source.features.rename) {
      return new AppError('unsupported', 'copied over a file that was there: the original was kept', { path });
    }
    const target = await this.#endpoint(endpoints.to);
    if (item.aside === undefined) {
      // Noted first: the answer may be lost.
      item.aside = joinPath(parentPath(path), `.ferry-moved-${randomBytes(8).toString('hex')}`);
      await source.rename(path, item.aside);
    }
    try {
      await target.stat(targetPath);
      await source.remove(item.aside);
      return undefined;
    } catch (error) {
      await source.rename(item.aside, path);
      item.aside = undefined;
      if (asAppError(error).code !== 'not-found') throw error;
      return new AppError('invalid-request', 'a file can not be moved onto itself', { path });
    }
  }

  /** Removes the directories of a batch that are empty now, children before parents, as far as it goes. */
  async removeDirectories(batch: BatchRecord): Promise<void> {
    if (batch.keepDirectories || batch.abort.signal.aborted) return;
    const found = batch.sourceDirectories.filter(({ path }) => !batch.keptDirectories.has(path));
    const byDepth = new Map<number, typeof found>();
    for (const one of found) {
      const depth = one.path.split('/').length;
      const level = byDepth.get(depth) ?? [];
      level.push(one);
      byDepth.set(depth, level);
    }
    for (const depth of [...byDepth.keys()].toSorted((a, b) => b - a)) {
      const level = byDepth.get(depth) ?? [];
      for (let at = 0; at < level.length; at += atOnce) {
        await Promise.allSettled(level.slice(at, at + atOnce).map(({ endpoint, path }) => this.#removeEmpty(endpoint, path)));
      }
    }
  }

  async #removeEmpty(endpoint: EndpointId, path: string): Promise<void> {
    const source = await this.#endpoint(endpoint);
    if ((await source.stat(path)).kind === 'directory') await source.remove(path);
  }

  async #endpoint(endpoint: EndpointId): Promise<FileSystem> {
    const fileSystem = await this.#resolve(endpoint);
    if (fileSystem === undefined) throw new AppError('connection-lost', 'the session is closed');
    return fileSystem;
  }

  async #turn(): Promise<void> {
    if (this.#running >= atOnce) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
    this.#running += 1;
  }
}

/** The source under the name that an interrupted removal has given it, or its own. */
async function look(source: FileSystem, item: Item): Promise<{ readonly size: number; readonly modified: number }> {
  if (item.aside !== undefined) {
    try {
      return await source.stat(item.aside);
    } catch (error) {
      if (asAppError(error).code !== 'not-found') throw error;
      item.aside = undefined;
    }
  }
  return await source.stat(item.sourcePath);
}

function isSameTime(a: number, b: number): boolean {
  return Math.abs(a - b) < 0.002 || (Number.isNaN(a) && Number.isNaN(b));
}
