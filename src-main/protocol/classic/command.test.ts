import { describe, expect, it } from 'vitest';
import { isPartialCommand, parseCommand } from './command.ts';
import { UploadContents } from './uploadContents.ts';

const parse = (text: string): ReturnType<typeof parseCommand> => parseCommand(Buffer.from(text, 'latin1'));

describe('commands as our server reads them', () => {
  it('are the seven of the original', () => {
    expect(parse('ls')).toEqual({ name: 'ls' });
    expect(parse('connme')).toEqual({ name: 'connme' });
    expect(parse('byebye')).toEqual({ name: 'byebye' });
    expect(parse('rm a')).toEqual({ name: 'rm', file: 'a' });
    expect(parse('size a')).toEqual({ name: 'size', file: 'a' });
    expect(parse('download a')).toEqual({ name: 'download', file: 'a' });
    expect(parse('upload a b')).toEqual({ name: 'upload', file: 'b' });
    expect(parse(' ls \r\n')).toEqual({ name: 'ls' });
    expect(parse('ls connme')).toEqual({ name: 'ls' });
  });

  it('are invalid where the original dies or does harm', () => {
    const harmful = [
      '',
      ' ',
      '\n',
      'rm',
      'size',
      'rm a b',
      'size a b',
      'download',
      'download a b',
      'upload',
      'upload a',
      'upload a b c',
    ];
    for (const text of [...harmful, 'LS', 'lsconnme', 'x', '\xff\xfe', 'rm \xff', '\x16\x03\x01', `rm ${'a'.repeat(1100)}`]) {
      expect(parse(text), JSON.stringify(text)).toEqual({ name: 'invalid' });
    }
  });

  it('wait for their rest when they are plainly cut', () => {
    const partial = (text: string): boolean => isPartialCommand(Buffer.from(text, 'latin1'));
    for (const text of [
      'l',
      'c',
      'conn',
      'downl',
      'download',
      'download ',
      'rm',
      'rm ',
      'size',
      'upload',
      'upload a',
      'upload a ',
      ' ',
      'rm \xc3',
    ]) {
      expect(partial(text), text).toBe(true);
    }
    for (const text of [
      'ls',
      'connme',
      'byebye',
      'rm a',
      'download a',
      'upload a b',
      'hello',
      'ls x',
      '\xff',
      'x'.repeat(2000),
    ]) {
      expect(partial(text), text).toBe(false);
    }
  });
});

describe('uploaded contents', () => {
  const receive = (pieces: readonly Buffer[]): string => {
    const contents = new UploadContents();
    const all = pieces.flatMap((piece) => contents.push(piece));
    return Buffer.concat([...all, contents.end()]).toString('latin1');
  };

  it('lose exactly one byebye at the very end, at every cut', () => {
    const cases: readonly (readonly [string, string])[] = [
      ['', ''],
      ['byebye', ''],
      ['hellobyebye', 'hello'],
      ['byebyebyebye', 'byebye'],
      ['byebye and more', 'byebye and more'],
      ['hellobyeby', 'hellobyeby'],
      ['hellobyebye\n', 'hellobyebye\n'],
      ['x'.repeat(100), 'x'.repeat(100)],
    ];
    for (const [stream, expected] of cases) {
      const bytes = Buffer.from(stream);
      for (let at = 0; at <= bytes.length; at++) {
        expect(receive([bytes.subarray(0, at), bytes.subarray(at)]), `${stream} at ${at}`).toBe(expected);
      }
      expect(receive(Array.from(bytes, (_, i) => bytes.subarray(i, i + 1)))).toBe(expected);
    }
  });
});
