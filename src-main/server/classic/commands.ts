import { AppError } from '../../../src-shared/errors.ts';
import { encodeName } from '../../../src-shared/model/nameBytes.ts';
import { nameProblem } from '../../../src-shared/model/path.ts';
import type { FileSystem } from '../../filesystem/fileSystem.ts';
import type { Command } from '../../protocol/classic/command.ts';
import {
  deletedReply,
  established,
  fileExists,
  fileNotFound,
  invalidCommand,
  notAFile,
  permissionDenied,
  sizeReply,
} from '../../protocol/classic/wording.ts';

type AnsweredCommand = Exclude<Command, { readonly name: 'download' | 'upload' | 'byebye' }>;

/** The reply to a command that moves no file. @throws AppError what the file system says against it */
export async function answer(fileSystem: FileSystem, command: AnsweredCommand): Promise<Uint8Array> {
  switch (command.name) {
    case 'ls':
      return await listing(fileSystem);
    case 'rm': {
      refuseReadOnly(fileSystem);
      const path = pathOf(command.file);
      if ((await fileSystem.stat(path)).kind === 'directory') throw new AppError('is-a-directory', 'a directory', { path });
      await fileSystem.remove(path);
      return Buffer.from(deletedReply(command.file));
    }
    case 'size': {
      const isRoot = /^\.[./]*$/.test(command.file) && command.file.split('/').every((part) => part === '' || part === '.');
      const size = isRoot ? 0 : (await fileSystem.stat(pathOf(command.file))).size;
      return Buffer.from(sizeReply(command.file, size));
    }
    case 'connme':
      return Buffer.from(established);
    case 'invalid':
      return Buffer.from(invalidCommand);
  }
}

/** @throws AppError `permission-denied` */
export function refuseReadOnly(fileSystem: FileSystem): void {
  if (!fileSystem.features.writable) throw new AppError('permission-denied', 'the share is read-only');
}

/** A name stands in the shared folder itself. @throws AppError `not-found` for anything that could lead elsewhere */
export function pathOf(file: string): string {
  if (nameProblem(file) !== undefined) throw new AppError('not-found', 'not a name', { path: file });
  return `/${file}`;
}

/** What the original would say, or a sentence like its own. */
export function sentence(error: unknown): string {
  switch (error instanceof AppError ? error.code : 'internal') {
    case 'not-found':
    case 'name-invalid':
      return fileNotFound;
    case 'permission-denied':
      return permissionDenied;
    case 'already-exists':
      return fileExists;
    case 'is-a-directory':
    case 'not-a-file':
      return notAFile;
    case 'no-space':
      return 'No space left.';
    default:
      return 'Server error.';
  }
}

/** The original says nothing at all of an empty folder, and its client then waits for ever: an empty line is kinder. */
async function listing(fileSystem: FileSystem): Promise<Uint8Array> {
  const names: Uint8Array[] = [];
  for await (const page of fileSystem.list('/')) {
    for (const { name } of page.entries) {
      if (names.length > 0) names.push(newLine);
      names.push(encodeName(name));
    }
  }
  return names.length === 0 ? newLine : Buffer.concat(names);
}

const newLine = Buffer.from('\n');
