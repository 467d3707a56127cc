import { resolve } from 'node:path';
import { AppError } from '../../../../src-shared/errors.ts';
import { type EndpointId, type Location, localEndpoint } from '../../../../src-shared/model/location.ts';
import { baseName, joinPath, normalizePath, parentPath } from '../../../../src-shared/model/path.ts';
import type { FileSystem } from '../../../filesystem/fileSystem.ts';
import { toLocalPath } from '../../../filesystem/local/platformPath.ts';
import type { AskConflict } from '../conflictQuestion.ts';
import { errorLine, type Output } from '../output.ts';
import { resolveTarget } from '../target.ts';
import { runTransfers, type TransferResult } from '../transfers.ts';
import type { Workspace } from '../workspace.ts';
import { splitLine } from './words.ts';

export interface PromptOptions {
  readonly workspace: Workspace;
  readonly endpoint: EndpointId;
  /** Where names on the server begin. */
  readonly base: string;
  readonly classic: boolean;
  readonly output: Output;
  readonly ask: AskConflict | undefined;
  readonly showProgress: boolean;
}

const help = `ls [FOLDER]           the names on the server
size NAME             how large a file is
download SRC [DST]    copy a file from the server; DST is on this computer
upload SRC [DST]      copy a file to the server; SRC is on this computer
rm NAME               remove a file on the server
connme                ask whether the connection stands
history               what was typed
byebye                end
A name with blanks stands in quotes.`;

/** The seven commands of the classic client in its own words, on whatever server the session is with. */
export class PromptCommands {
  readonly #options: PromptOptions;
  readonly #history: string[] = [];

  constructor(options: PromptOptions) {
    this.#options = options;
  }

  /** Runs a line; false: it was the last. What fails is told, and the next may be typed. */
  async execute(line: string, signal: AbortSignal): Promise<boolean> {
    const [command, ...names] = splitLine(line).map((word) => word.text);
    if (command === undefined) return true;
    this.#history.push(line.trim());
    if (command === 'byebye') return false;
    try {
      await this.#run(command, names, signal);
    } catch (error) {
      this.#fail(command, error);
    }
    return true;
  }

  /** A name on the server as a path of its file system. A classic server takes names as they are, and nothing else. */
  pathOf(name: string): string {
    const { base, classic } = this.#options;
    if (classic) return name === '' ? '/' : `/${name}`;
    return normalizePath(name.startsWith('/') ? name : joinPath(base, name));
  }

  async #run(command: string, names: readonly string[], signal: AbortSignal): Promise<void> {
    const [first = '', second] = names;
    switch (command) {
      case 'ls':
        return await this.#list(first, signal);
      case 'size':
        return expect(names, 1, 1, 'size NAME') ?? (await this.#size(first, signal));
      case 'rm':
        return expect(names, 1, 1, 'rm NAME') ?? (await this.#remove(first, signal));
      case 'download':
        return expect(names, 1, 2, 'download SRC DST') ?? (await this.#download(first, second ?? baseName(`/${first}`), signal));
      case 'upload':
        return expect(names, 1, 2, 'upload SRC DST') ?? (await this.#upload(first, second, signal));
      case 'connme':
        await (await this.#fileSystem()).stat('/', { signal });
        return this.#say('Response: Connection established.');
      case 'help':
        return this.#say(...help.split('\n'));
      case 'history':
        return this.#say(...this.#history.map((typed, index) => `${String(index + 1).padStart(4)}  ${typed}`));
      default:
        return this.#say('Response: Invalid command.');
    }
  }

  async #list(name: string, signal: AbortSignal): Promise<void> {
    const names: string[] = [];
    for await (const page of (await this.#fileSystem()).list(this.pathOf(name), { signal })) {
      for (const entry of page.entries) names.push(entry.name);
    }
    names.sort();
    this.#say(`Response: ${names[0] ?? ''}`, ...names.slice(1));
  }

  async #size(name: string, signal: AbortSignal): Promise<void> {
    const { size } = await (await this.#fileSystem()).stat(this.pathOf(name), { signal });
    this.#say(`Response: Size of ${name}: ${(size / 1024 / 1024).toFixed(2)} MB`);
  }

  async #remove(name: string, signal: AbortSignal): Promise<void> {
    await (await this.#fileSystem()).remove(this.pathOf(name), { signal });
    this.#say(`Response: File ${name} deleted.`);
  }

  async #download(source: string, target: string, signal: AbortSignal): Promise<void> {
    const from = { endpoint: this.#options.endpoint, path: this.pathOf(source) };
    const to = { endpoint: localEndpoint, path: toLocalPath(resolve(target)) };
    const { skipped } = await this.#copy(from, to, target.endsWith('/'), signal);
    this.#say(skipped > 0 ? `File ${target} was left as it is.` : `File ${source} downloaded as ${target}.`);
  }

  async #upload(source: string, target: string | undefined, signal: AbortSignal): Promise<void> {
    const path = toLocalPath(resolve(source));
    const name = target ?? baseName(path);
    await this.#options.workspace.local.stat(path, { signal });
    const to = { endpoint: this.#options.endpoint, path: this.pathOf(name) };
    const { skipped, unverified } = await this.#copy({ endpoint: localEndpoint, path }, to, name.endsWith('/'), signal);
    this.#say(skipped > 0 ? `File ${name} was left as it is.` : `File ${source} uploaded as ${name}.`);
    if (unverified > 0) this.#say('(unverified: this protocol can not prove what has arrived)');
  }

  async #copy(from: Location, to: Location, inside: boolean, signal: AbortSignal): Promise<TransferResult> {
    const { workspace, output, ask, showProgress, classic } = this.#options;
    const plain = classic && to.endpoint !== localEndpoint;
    const target = plain
      ? { directory: parentPath(to.path), name: baseName(to.path) }
      : await resolveTarget(await workspace.available(to.endpoint), to.path, inside, signal);
    const request = { from: [from], to: { ...to, path: target.directory }, name: target.name, existing: 'ask' } as const;
    return await runTransfers(request, { workspace, output, signal, ask, showProgress });
  }

  #fileSystem(): Promise<FileSystem> {
    return this.#options.workspace.available(this.#options.endpoint);
  }

  #fail(command: string, error: unknown): void {
    const { code, message, path } = error instanceof AppError ? error : new AppError('internal', String(error), { cause: error });
    if (code !== 'not-found') return this.#say(`ERROR: ${errorLine({ code, message, path })}`);
    this.#say(command === 'rm' || command === 'size' ? 'Response: File not found.' : 'ERROR: File not found.');
  }

  #say(...lines: readonly string[]): void {
    for (const line of lines) this.#options.output.line(line);
  }
}

/** @throws AppError when there are too few or too many names */
function expect(names: readonly string[], least: number, most: number, usage: string): undefined {
  if (names.length < least || names.length > most) throw new AppError('invalid-request', `expected: ${usage}`);
  return undefined;
}
