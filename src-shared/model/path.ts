import { AppError } from '../errors.ts';

/**
 * Paths inside a file system: absolute, `/` between the components, no `.`, `..` or empty component, `/` alone for the root.
 * A Windows drive is the first component (`/C:/Users`). A component may hold any character but `/` and NUL.
 */

export function joinPath(directory: string, name: string): string {
  return directory === '/' ? `/${name}` : `${directory}/${name}`;
}

export function parentPath(path: string): string {
  const at = path.lastIndexOf('/');
  return at <= 0 ? '/' : path.slice(0, at);
}

/** The last component; empty for the root. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function splitPath(path: string): string[] {
  return path === '/' ? [] : path.slice(1).split('/');
}

/** Whether `path` is `ancestor` or lies below it. */
export function isWithin(path: string, ancestor: string): boolean {
  return path === ancestor || ancestor === '/' || path.startsWith(`${ancestor}/`);
}

/** Stem and extension of a file name: `archive.tar` + `.gz`; a leading dot belongs to the stem. */
export function splitExtension(name: string): readonly [stem: string, extension: string] {
  const at = name.lastIndexOf('.');
  return at <= 0 ? [name, ''] : [name.slice(0, at), name.slice(at)];
}

/** Why a name can't be a single component, or undefined when it can. */
export function nameProblem(name: string): string | undefined {
  if (name === '') return 'the name is empty';
  if (name === '.' || name === '..') return `“${name}” is not a name`;
  if (name.includes('/')) return 'a name can not contain “/”';
  if (name.includes('\0')) return 'a name can not contain NUL';
  return undefined;
}

/** @throws AppError `name-invalid` */
export function checkName(name: string): string {
  const problem = nameProblem(name);
  if (problem !== undefined) throw new AppError('name-invalid', problem, { path: name });
  return name;
}

/** Brings a typed path into the form above: collapses `//` and `.`, resolves `..` as text, never above the root. */
export function normalizePath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** What nearly every path is, told in one go: no component empty, `.` or `..`, and no NUL. */
const plainPath = /^(?:\/(?!\.{1,2}(?:\/|$))[^/\0]+)+$/;

/**
 * Checks a path that came from elsewhere; never repairs it.
 * @throws AppError `name-invalid`
 */
export function checkPath(path: string): string {
  if (path === '/' || plainPath.test(path)) return path;
  if (!path.startsWith('/')) throw new AppError('name-invalid', 'the path is not absolute', { path });
  for (const part of path.slice(1).split('/')) {
    const problem = nameProblem(part);
    if (problem !== undefined) throw new AppError('name-invalid', problem, { path });
  }
  return path;
}
