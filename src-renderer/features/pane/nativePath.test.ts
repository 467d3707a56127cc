import { describe, expect, it } from 'vitest';
import { fromNativePath, toNativePath } from './nativePath.ts';

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
});
