import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src-shared/errors.ts';
import { DownloadExchange } from './download.ts';
import { exactly, type Exchange, ReplyExchange } from './exchange.ts';
import { ListingExchange } from './listing.ts';
import { createProbe, type Probe } from './probe.ts';

const probe = createProbe(0xdead_beef);
const established = 'Connection established.';
const end = `ENDOFFILE${established}`;

interface Outcome<T> {
  value: T | undefined;
  readonly data: Uint8Array[];
  readonly sent: string[];
  error: string | undefined;
  opened: number;
}

function probeReply(used: Probe = probe): string {
  return `Size of ${Buffer.from(used.command).toString().slice(6)}: 0.00 MB`;
}

/** Plays a server's pieces; a piece is bytes, or `quiet` or `ended`. */
function play<T>(exchange: Exchange<T>, pieces: readonly (Uint8Array | string)[]): Outcome<T> {
  const outcome: Outcome<T> = { value: undefined, data: [], sent: [], error: undefined, opened: 0 };
  for (const piece of pieces) {
    expect(outcome.value, 'nothing comes behind the end').toBeUndefined();
    try {
      const bytes = typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece;
      const step = piece === 'quiet' ? exchange.quiet() : piece === 'ended' ? exchange.ended() : exchange.receive(bytes);
      if (step.opened === true) outcome.opened += 1;
      outcome.data.push(...(step.data ?? []));
      if (step.send !== undefined) outcome.sent.push(Buffer.from(step.send).toString());
      if (step.done !== undefined) outcome.value = step.done.value;
    } catch (error) {
      outcome.error = error instanceof AppError ? error.code : 'other';
      return outcome;
    }
  }
  return outcome;
}

/** The stream cut in two at every place, and into single bytes. */
function* cuts(stream: Buffer): Iterable<Buffer[]> {
  for (let at = 1; at < stream.length; at++) yield [stream.subarray(0, at), stream.subarray(at)];
  yield Array.from(stream, (_, index) => stream.subarray(index, index + 1));
  yield [stream];
}

describe('a short reply', () => {
  const ask = (): ReplyExchange<true> => new ReplyExchange(Buffer.from('connme'), exactly(established));

  it('is known at every cut', () => {
    for (const pieces of cuts(Buffer.from(established))) expect(play(ask(), pieces).value).toBe(true);
  });

  it('is refused in the server’s words', () => {
    for (const pieces of cuts(Buffer.from('File not found.'))) expect(play(ask(), pieces).error).toBe('not-found');
  });

  it('of another protocol is no reply', () => {
    expect(play(ask(), ['SSH-2.0-OpenSSH_9.2\r\n', 'quiet']).error).toBe('protocol-violation');
    expect(play(ask(), ['x'.repeat(9000)]).error).toBe('protocol-violation');
    expect(play(ask(), ['Conn', 'ended']).error).toBe('connection-lost');
  });
});

describe('a download', () => {
  const contents: Record<string, string> = {
    empty: '',
    plain: 'hello',
    'the word at the start': 'ENDOFFILE and more',
    'the word in the middle': 'before ENDOFFILE after',
    'the word at the end': 'all of it ENDOFFILE',
    'the word repeated': 'ENDOFFILE'.repeat(30),
    'the word in the word': 'ENDOFENDOFFILE',
    'the word alone': 'ENDOFFILE',
    'the whole terminator': end,
    'the terminator in the middle': `a${end}b`,
    'the terminator, twice': end + end,
    'an error’s words': 'ERROR: File not found.',
    'an accepted word': 'OKOK',
    'the reply': established,
    'longer than what is held back': 'x'.repeat(1000),
    'somebody else’s probe': end + probeReply(createProbe(1)),
  };

  for (const [name, text] of Object.entries(contents)) {
    it(`is exact at every cut: ${name}`, () => {
      const before = Buffer.from(`OK${text}${end}`, 'latin1');
      for (const pieces of cuts(before)) {
        const exchange = new DownloadExchange('a', probe);
        const outcome = play(exchange, [...pieces, probeReply()]);
        expect(outcome.sent, 'one probe').toEqual([Buffer.from(probe.command).toString()]);
        expect(Buffer.concat(outcome.data).toString('latin1')).toBe(text);
        expect(outcome.value).toBe(text.length);
        expect(outcome.opened).toBe(1);
      }
    });
  }

  it('takes the answer to its probe at every cut', () => {
    for (const pieces of cuts(Buffer.from(probeReply()))) {
      const outcome = play(new DownloadExchange('a', probe), [`OKabc${end}`, ...pieces]);
      expect(Buffer.concat(outcome.data).toString()).toBe('abc');
      expect(outcome.value).toBe(3);
    }
  });

  it('goes on when the terminator was contents after all', () => {
    const outcome = play(new DownloadExchange('a', probe), [`OKabc${end}`, 'more', `${end}${probeReply()}`]);
    expect(Buffer.concat(outcome.data).toString()).toBe(`abc${end}more`);
    expect(outcome.sent).toHaveLength(1);
  });

  it('ends at the bare word of a server that does not repeat itself', () => {
    const outcome = play(new DownloadExchange('a', probe), ['OK', 'abc', 'ENDOFFILE', 'quiet', probeReply()]);
    expect(Buffer.concat(outcome.data).toString()).toBe('abc');
  });

  it('ends when a server that knows no probe stays silent, or refuses it', () => {
    for (const answer of [[], ['File not found.'], ['Invalid command.']]) {
      const exchange = new DownloadExchange('a', probe);
      const outcome = play(exchange, [`OKabc${end}`, ...answer, 'quiet']);
      expect(Buffer.concat(outcome.data).toString()).toBe('abc');
      expect(outcome.value).toBe(3);
    }
    expect(play(new DownloadExchange('a', probe), [`OKabc${end}`, 'ended']).value).toBe(3);
  });

  it('is never cut short by the end of the stream', () => {
    expect(play(new DownloadExchange('a', probe), ['OKabcENDOFFILE', 'ended']).error).toBe('connection-lost');
    expect(play(new DownloadExchange('a', probe), ['OKabc', 'ended']).error).toBe('connection-lost');
    expect(play(new DownloadExchange('a', probe), ['O', 'ended']).error).toBe('connection-lost');
  });

  it('that is refused takes the repeated reply with it', () => {
    const stream = Buffer.from(`ERROR: File not found.${established}`);
    for (const pieces of cuts(stream)) {
      const outcome = play(new DownloadExchange('a', probe), pieces);
      expect(outcome.error).toBe('not-found');
      expect(outcome.data).toEqual([]);
    }
    expect(play(new DownloadExchange('a', probe), ['ERROR: File not found.', 'quiet']).error).toBe('not-found');
    expect(play(new DownloadExchange('a', probe), ['nonsense', 'quiet']).error).toBe('protocol-violation');
  });

  it('sees the error that the original says behind its OK', () => {
    const late = "ERROR: [Errno 13] Permission denied: 'a'";
    const exchange = new DownloadExchange('a', probe);
    expect(play(exchange, [`OK${late}`]).error).toBeUndefined();
    expect(exchange.patience).toBeUndefined();
    expect(play(exchange, [late]).error).toBeUndefined();
    expect(exchange.patience).toBe(2000);
    expect(play(exchange, ['quiet']).error).toBe('permission-denied');
  });

  it('holds back no more than a terminator', () => {
    const exchange = new DownloadExchange('a', probe);
    let released = 0;
    play(exchange, ['OK']);
    for (let i = 0; i < 1000; i++) {
      for (const piece of exchange.receive(Buffer.alloc(1000)).data ?? []) released += piece.length;
      expect((i + 1) * 1000 - released).toBeLessThan(256);
    }
  });

  it('refuses a name with white space before there is a command', () => {
    expect(() => new DownloadExchange('a b', probe)).toThrow(AppError);
  });
});

describe('a listing', () => {
  const listings: Record<string, string> = {
    one: 'a.txt',
    three: 'a\nb\nc',
    'longer than one read': Array.from({ length: 300 }, (_, i) => `file-${i}.txt`).join('\n'),
    'a name that is the reply': established,
    'a name that ends with the reply': `a\nb${established}`,
    'names that hold the reply': `${established}\nx${established}y\n${established}${established}`,
    'the words of a refusal': 'Invalid command.\nFile not found.',
    'only the words of a refusal': 'Invalid command.',
    'any script': 'Tugas ke-2.txt\nnaïve\n日本語\n\ufffd',
  };

  for (const [name, text] of Object.entries(listings)) {
    it(`is whole at every cut: ${name}`, () => {
      const names = Buffer.from(text);
      for (const pieces of cuts(names)) {
        const outcome = play(new ListingExchange(probe), [...pieces, established, probeReply()]);
        expect(outcome.value).toEqual(text.split('\n'));
        expect(outcome.sent).toEqual(['connme', Buffer.from(probe.command).toString()]);
      }
      if (text.length < 200) {
        // The first byte brings the fence; after that the rest may come in any pieces.
        for (const pieces of cuts(Buffer.concat([names.subarray(1), Buffer.from(established)]))) {
          const outcome = play(new ListingExchange(probe), [names.subarray(0, 1), ...pieces, probeReply()]);
          expect(outcome.value).toEqual(text.split('\n'));
        }
      }
    });
  }

  it('of an empty folder is the fence alone', () => {
    expect(play(new ListingExchange(probe), ['quiet', established, probeReply()])).toMatchObject({
      value: [],
      sent: { length: 2 },
    });
    expect(play(new ListingExchange(probe), ['\n', established, probeReply()]).value).toEqual([]);
  });

  it('is asked again when a slow server read command and fence in one piece', () => {
    const outcome = play(new ListingExchange(probe), ['quiet', 'Invalid command.', 'quiet', 'a\nb', established, probeReply()]);
    expect(outcome.value).toEqual(['a', 'b']);
    expect(outcome.sent.slice(0, 3)).toEqual(['connme', 'ls', 'connme']);
    const never = Array.from({ length: 4 }, () => ['quiet', 'Invalid command.', 'quiet']).flat();
    expect(play(new ListingExchange(probe), never).error).toBe('timeout');
  });

  it('keeps bytes that are not UTF-8', () => {
    const outcome = play(new ListingExchange(probe), ['\xff\xfe\nb', established, probeReply()]);
    expect(outcome.value).toEqual(['\udcff\udcfe', 'b']);
  });

  it('ends when a server that knows no probe stays silent, or refuses it', () => {
    for (const answer of [[], ['File not found.'], ['Invalid command.']]) {
      expect(play(new ListingExchange(probe), ['a\nb', established, ...answer, 'quiet']).value).toEqual(['a', 'b']);
    }
    expect(play(new ListingExchange(probe), ['a\nb', established, 'ended']).value).toEqual(['a', 'b']);
    expect(play(new ListingExchange(probe), ['a\nb', 'ended']).error).toBe('connection-lost');
  });

  it('has a maximum', () => {
    const exchange = new ListingExchange(probe);
    const piece = Buffer.alloc(8 * 1024 * 1024, 'a');
    expect(() => {
      for (let i = 0; i < 9; i++) exchange.receive(piece);
    }).toThrow(AppError);
  });
});
