import { describe, expect, it } from 'vitest';
import { fromNativePath, isWholePath, toNativePath } from './nativePath.ts';

describe('paths of this computer', () => {
  it('stay as they are where they begin with a slash', () => {
    expect(fromNativePath('/home//ana/./x/../y', 'linux')).toBe('/home/ana/y');
    expect(fromNativePath('/odd\\name', 'linux')).toBe('/odd\\name');
    expect(toNativePath('/home/ana', 'darwin')).toBe('/home/ana');
  });

  it('have the drive as their first part on Windows', () => {
    expect(fromNativePath('C:\\Users\\Ana', 'win32')).toBe('/C:/Users/Ana');
    expect(fromNativePath('/C:/Users/Ana', 'win32')).toBe('/C:/Users/Ana');
    expect(toNativePath('/C:/Users/Ana', 'win32')).toBe('C:\\Users\\Ana');
    expect(toNativePath('/C:', 'win32')).toBe('C:\\');
  });

  it('are whole when they say where they begin', () => {
    expect(['/home', '/', 'home', './x', '~/x', ''].map((path) => isWholePath(path, 'linux'))).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
    expect(['C:\\Users', 'd:/x', 'C:x', '\\x', '/x', 'x', ''].map((path) => isWholePath(path, 'win32'))).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});
