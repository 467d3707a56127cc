import { Buffer } from 'node:buffer';
import { AppError } from '../../../src-shared/errors.ts';
import type { FileSystem } from '../../filesystem/fileSystem.ts';
import { encodePages } from '../../protocol/native/entries.ts';
import { limits } from '../../protocol/limits.ts';
import { opcodes } from '../../protocol/native/opcodes.ts';
import {
  encodeCopied,
  encodeCount,
  encodeEntry,
  encodeHash,
  encodeIdentity,
  encodePartial,
  encodeRead,
  encodeSpace,
  encodeWalkPages,
} from '../../protocol/native/replies.ts';
import { chunkRow } from '../../protocol/native/records.ts';
import type { Request } from '../../protocol/native/requests.ts';

export interface AnswerContext {
  readonly fileSystem: FileSystem;
  readonly signal: AbortSignal;
  /** Sends a page; resolves when there is room for the next. */
  page(payload: Buffer): Promise<void>;
}

const empty = Buffer.alloc(0);

/** Carries out a request. Resolves to the payload of the last answer. @throws AppError */
export async function answer(request: Request, context: AnswerContext): Promise<Buffer> {
  const { fileSystem, signal } = context;
  switch (request.opcode) {
    case opcodes.list:
      return await list(request.path, context);
    case opcodes.walk:
      return await walk(request.path, context);
    case opcodes.stat:
      return encodeEntry(await fileSystem.stat(request.path, { signal }));
    case opcodes.makeDirectory:
      await fileSystem.makeDirectory(request.path, { signal, parents: request.parents });
      return empty;
    case opcodes.rename:
      await fileSystem.rename(request.path, request.to, { signal, overwrite: request.overwrite });
      return empty;
    case opcodes.remove:
      return encodeCount(await fileSystem.remove(request.path, { signal, recursive: request.recursive }));
    case opcodes.setAttributes: {
      const modified = Number.isNaN(request.modified) ? undefined : request.modified;
      await fileSystem.setAttributes(request.path, { modified, mode: request.mode }, { signal });
      return empty;
    }
    case opcodes.space:
      return encodeSpace(await fileSystem.space(request.path, { signal }));
    case opcodes.copy:
      return await copy(request, context);
    case opcodes.hash:
      return encodeHash(await fileSystem.hash(request.path, { signal }));
    case opcodes.chunks:
      return await chunks(request.path, context);
    case opcodes.read:
      return await read(request, context);
    case opcodes.adopt:
      return encodePartial(await fileSystem.adopt(request.path, request.key, { signal }));
    case opcodes.partial:
      return encodePartial(await fileSystem.partial(request.path, request.key, { signal }));
    default:
      throw new AppError('unsupported', 'this server can not do that');
  }
}

async function read(request: Request & { readonly opcode: typeof opcodes.read }, context: AnswerContext): Promise<Buffer> {
  const { path, offset, length } = request;
  const { bytes, size, modified } = await context.fileSystem.read(path, offset, length, { signal: context.signal });
  for (let at = 0; at < bytes.length; at += limits.controlPayload) {
    await context.page(Buffer.from(bytes.subarray(at, at + limits.controlPayload)));
  }
  return encodeRead({ size, modified });
}

async function chunks(path: string, context: AnswerContext): Promise<Buffer> {
  const { list, identity } = await context.fileSystem.chunks(path, { signal: context.signal });
  const most = limits.controlPayload - (limits.controlPayload % chunkRow);
  for (let at = 0; at < list.length; at += most) await context.page(Buffer.from(list.subarray(at, at + most)));
  return encodeIdentity(identity);
}

async function list(path: string, context: AnswerContext): Promise<Buffer> {
  for await (const page of context.fileSystem.list(path, { signal: context.signal })) {
    for (const payload of encodePages(page.entries, page.total)) await context.page(payload);
  }
  return empty;
}

async function walk(path: string, context: AnswerContext): Promise<Buffer> {
  for await (const { directory, entries, error } of context.fileSystem.walk(path, { signal: context.signal })) {
    const problem =
      error === undefined || error instanceof AppError ? error : new AppError('internal', 'the directory could not be read');
    for (const payload of encodeWalkPages({ directory, entries, error: problem })) await context.page(payload);
  }
  return empty;
}

const progressInterval = 100;

/** What is copied so far is told ten times a second, and only while the client takes it. */
async function copy(request: Request & { readonly opcode: typeof opcodes.copy }, context: AnswerContext): Promise<Buffer> {
  let told = performance.now();
  let telling = false;
  const progress = (bytes: number): void => {
    const now = performance.now();
    if (telling || now - told < progressInterval) return;
    told = now;
    telling = true;
    const taken = (): void => {
      telling = false;
    };
    context.page(encodeCount(bytes)).then(taken, taken);
  };
  const { path, to, existing } = request;
  return encodeCopied(await context.fileSystem.copy(path, to, { existing, progress, signal: context.signal }));
}
