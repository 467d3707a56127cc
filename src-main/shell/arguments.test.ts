import { describe, expect, test } from 'vitest';
import { parseArguments } from './arguments.ts';

const none = { help: false, open: true, port: 0, userData: undefined, left: undefined, right: undefined };

describe('launch arguments', () => {
  test('none, all, and the form with an equals sign', () => {
    expect(parseArguments([], true)).toEqual(none);
    expect(
      parseArguments(
        ['--no-open', '--port', '8123', '--user-data', '/u', '--left', '/a b', '--right=ferry://h:1/x#pin=a&token=b'],
        true,
      ),
    ).toEqual({ help: false, open: false, port: 8123, userData: '/u', left: '/a b', right: 'ferry://h:1/x#pin=a&token=b' });
    expect(parseArguments(['--help'], true).help).toBe(true);
  });

  test.each([
    ['--port', 'http'],
    ['--port', '65536'],
    ['--port', '-1'],
    ['--port'],
    ['--nonsense'],
    ['word'],
    ['--no-open=1'],
    ['--left'],
  ])('refuses %s %s', (...args) => {
    expect(() => parseArguments(args, true)).toThrow(expect.objectContaining({ code: 'invalid-request' }));
  });

  test("leaves Chromium's own options and words alone when not strict", () => {
    const args = [
      '--no-sandbox',
      '--inspect=0',
      '--remote-debugging-port=0',
      '.',
      '--left',
      '/a',
      '-r',
      'x.js',
      '--type=renderer',
    ];
    expect(parseArguments(args, false)).toEqual({ ...none, left: '/a' });
    expect(() => parseArguments(['--port', 'x'], false)).toThrow(expect.objectContaining({ code: 'invalid-request' }));
  });
});
