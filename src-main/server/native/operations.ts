import type { Buffer } from 'node:buffer';
import { AppError } from '../../../src-shared/errors.ts';
import type { FileSystem } from '../../filesystem/fileSystem.ts';
import { ByteWriter } from '../../protocol/bytes.ts';
import { limits } from '../../protocol/limits.ts';
import { encodePages, writeEntry } from '../../protocol/native/entries.ts';
import { writeError } from '../../protocol/native/errorMessage.ts';
import { opcodes } from '../../protocol/native/opcodes.ts';
import { checkWirePath, type Request } from '../../protocol/native/requests.ts';
import { writeResume } from '../../protocol/native/records.ts';

export interface AnswerContext {
  readonly fileSystem: FileSystem;
  readonly signal: AbortSignal;
  /** Sends a page; resolves when there is room for the next. */
  page(payload: Buffer): Promise<void>;
}

const empty = new ByteWriter(0).finish();
/** What stands before the entries in a page of a walk: the directory, and an error. */
const walkReserve = limits.path + limits.message + 8;

/** Carries out a request. Resolves to the payload of the last answer. @throws AppError */
export async function answer(request: Request, context: AnswerContext): Promise<Buffer> {
  const { fileSystem, signal } = context;
  switch (request.opcode) {
    case opcodes.list:
      return await list(request.path, context);
    case opcodes.walk:
      return await walk(request.path, context);
    case opcodes.stat:
      return writeEntry(new ByteWriter(128), await fileSystem.stat(request.path, { signal })).finish();
    case opcodes.makeDirectory:
      await fileSystem.makeDirectory(request.path, { signal, parents: request.parents });
      return empty;
    case opcodes.rename:
      await fileSystem.rename(request.path, request.to, { signal, overwrite: request.overwrite });
      return empty;
    case opcodes.remove:
      return new ByteWriter(8).size(await fileSystem.remove(request.path, { signal, recursive: request.recursive })).finish();
    case opcodes.setAttributes: {
      const modified = Number.isNaN(request.modified) ? undefined : request.modified;
      await fileSystem.setAttributes(request.path, { modified, mode: request.mode }, { signal });
      return empty;
    }
    case opcodes.space: {
      const space = await fileSystem.space(request.path, { signal });
      return new ByteWriter(16).size(space.available).size(space.total).finish();
    }
    case opcodes.partial: {
      const partial = await fileSystem.partial(request.path, request.key, { signal });
      const writer = new ByteWriter(64).flag(partial !== undefined);
      if (partial !== undefined) writeResume(writer, partial);
      return writer.finish();
    }
    default:
      throw new AppError('unsupported', 'this server can not do that');
  }
}

async function list(path: string, context: AnswerContext): Promise<Buffer> {
  for await (const page of context.fileSystem.list(path, { signal: context.signal })) {
    for (const payload of encodePages(page.entries, page.total)) await context.page(payload);
  }
  return empty;
}

/** A page of a walk: the directory, whether it failed and why, then a page as of a listing without a total. */
async function walk(path: string, context: AnswerContext): Promise<Buffer> {
  for await (const page of context.fileSystem.walk(path, { signal: context.signal })) {
    if (page.directory !== '') checkWirePath(`/${page.directory}`);
    for (const entries of encodePages(page.entries, undefined, walkReserve)) {
      const writer = new ByteWriter(entries.length + 128).name(page.directory).flag(page.error !== undefined);
      if (page.error instanceof AppError) writeError(writer, page.error);
      else if (page.error !== undefined) writeError(writer, new AppError('internal', 'the directory could not be read'));
      await context.page(writer.bytes(entries).finish());
    }
  }
  return empty;
}
