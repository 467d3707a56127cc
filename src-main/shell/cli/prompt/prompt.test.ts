import { describe, expect, it } from 'vitest';
import { complete, type Names } from './completion.ts';
import { quoteName, splitLine } from './words.ts';

const words = (line: string): string[] => splitLine(line).map((word) => word.text);

describe('the words of a line', () => {
  it('are split at blanks outside of quotes', () => {
    expect(words('  rm   a.txt ')).toEqual(['rm', 'a.txt']);
    expect(words('rm "two words" \'it "is"\' a\\ b')).toEqual(['rm', 'two words', 'it "is"', 'a b']);
    expect(words('rm "not closed')).toEqual(['rm', 'not closed']);
    expect(words('rm ""')).toEqual(['rm', '']);
    expect(words('')).toEqual([]);
  });

  it('hold any name that is quoted', () => {
    for (const name of ['plain', 'two words', 'a"b', "it's", 'back\\slash', '"', ' ']) {
      expect(words(`rm ${quoteName(name)}`), name).toEqual(['rm', name]);
    }
  });
});

describe('completion', () => {
  const names: Names = {
    there: async (folder) => (folder === 'sub/' ? ['inner'] : ['apple', 'a pear', 'banana', 'sub/']),
    here: async () => ['local.txt'],
  };

  it('leaves out names that a terminal would obey', async () => {
    const bad: Names = { ...names, there: async () => ['a\u001b]0;title\u0007', 'a\u202efdp.exe', 'an\udcffbyte', 'after'] };
    expect(await complete('rm a', bad)).toEqual([['after'], 'a']);
  });

  it('knows commands, names there and names here', async () => {
    expect(await complete('do', names)).toEqual([['download '], 'do']);
    expect((await complete('', names))[0]).toHaveLength(9);
    expect(await complete('rm ', names)).toEqual([['"a pear"', 'apple', 'banana', 'sub/'], '']);
    expect(await complete('download ap', names)).toEqual([['apple'], 'ap']);
    expect(await complete('download apple ', names)).toEqual([['local.txt'], '']);
    expect(await complete('upload lo', names)).toEqual([['local.txt'], 'lo']);
    expect(await complete('size "a ', names)).toEqual([['"a pear"'], '"a ']);
    expect(await complete('ls sub/', names)).toEqual([['sub/inner'], 'sub/']);
    expect(await complete('byebye x', names)).toEqual([[], 'x']);
  });
});
