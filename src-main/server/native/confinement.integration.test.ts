import { Buffer } from 'node:buffer';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codeOf, counted, frame, noTime, op, RawPeer, rec, u16, u32, u8 } from './rawPeer.testing.ts';
import { serveTestShare, temporaryFiles, type TestShare } from './testShare.testing.ts';

/** Nothing leaves the share, whatever a client asks for: every operation with every path that could lead out. */

let share: TestShare;
let peer: RawPeer;
let bystander: RawPeer;
let outside: string;

beforeEach(async () => {
  await start();
});

async function start(readOnly = false): Promise<void> {
  share = await serveTestShare({ readOnly });
  peer = await RawPeer.connect({ port: share.server.port, token: share.token });
  bystander = await RawPeer.connect({ port: share.server.port, token: share.token });
  outside = share.outside();
}

afterEach(async () => {
  expect(share.outside()).toBe(outside);
  await bystander.settled(); // others notice nothing
  await share.stop();
  expect([peer.goodbye, bystander.goodbye]).not.toContain('internal');
});

const key = Buffer.alloc(16, 7);
let ticket = 0;

type Operation = (path: string | Buffer) => Promise<string>;

/** On a lane of its own; the outcome of the one ticket. */
function onLane(opcode: number, records: (ticket: number, path: string | Buffer, id: number) => Buffer): Operation {
  return async (path) => {
    ticket += 1;
    const id = peer.openLane(opcode);
    peer.send(records(ticket, path, id));
    const { end } = await peer.outcome(ticket);
    peer.send(frame(op.cancel, id));
    await peer.final(id);
    return end;
  };
}

const hello = Buffer.from('hello');
const inRecords = (id: number, ...records: Buffer[]): Buffer => frame(op.records, id, ...records, rec.flush());

const operations: Readonly<Record<string, Operation>> = {
  list: (path) => peer.ask(op.list, counted(path)),
  walk: (path) => peer.ask(op.walk, counted(path)),
  stat: (path) => peer.ask(op.stat, counted(path)),
  'make directory': (path) => peer.ask(op.makeDirectory, counted(path), u8(0)),
  'make directories': (path) => peer.ask(op.makeDirectory, counted(path), u8(1)),
  'rename from': (path) => peer.ask(op.rename, counted(path), counted('/taken-away'), u8(0)),
  'rename to': (path) => peer.ask(op.rename, counted('/file'), counted(path), u8(0)),
  'rename over': (path) => peer.ask(op.rename, counted('/file'), counted(path), u8(1)),
  remove: (path) => peer.ask(op.remove, counted(path), u8(0)),
  'remove recursively': (path) => peer.ask(op.remove, counted(path), u8(1)),
  'set the mode': (path) => peer.ask(op.setAttributes, counted(path), noTime, u16(0o777)),
  'set the time': (path) => peer.ask(op.setAttributes, counted(path), Buffer.alloc(12), u16(0xffff)),
  space: (path) => peer.ask(op.space, counted(path)),
  'read a piece': (path) => peer.ask(op.read, counted(path), Buffer.alloc(8), u32(100)),
  partial: (path) => peer.ask(op.partial, counted(path), key),
  adopt: (path) => peer.ask(op.adopt, counted(path), key),
  hash: (path) => peer.ask(op.hash, counted(path)),
  watch: (path) => watch(path),
  'copy from': (path) => peer.ask(op.copy, counted(path), counted('/copied'), u8(1)),
  'copy to': (path) => peer.ask(op.copy, counted('/file'), counted(path), u8(0)),
  'copy over': (path) => peer.ask(op.copy, counted('/file'), counted(path), u8(1)),
  read: onLane(op.openReadLane, (number, path, id) => frame(op.records, id, rec.read(number, path))),
  'write whole': onLane(op.openWriteLane, (number, path, id) => inRecords(id, rec.whole(number, hello, rec.target(path)))),
  'write over': onLane(op.openWriteLane, (number, path, id) => inRecords(id, rec.whole(number, hello, rec.target(path, 1)))),
  'write in pieces': onLane(op.openWriteLane, (number, path, id) =>
    Buffer.concat([
      inRecords(id, rec.open(number, 5, rec.target(path, 1))),
      frame(op.content, id, hello),
      inRecords(id, rec.end(number, 5)),
    ]),
  ),
  'write resumably': onLane(op.openWriteLane, (number, path, id) =>
    Buffer.concat([
      inRecords(id, rec.open(number, 5, rec.target(path, 1, key))),
      frame(op.content, id, hello),
      inRecords(id, rec.end(number, 5)),
    ]),
  ),
  'make directory on a lane': onLane(op.openWriteLane, (number, path, id) => inRecords(id, rec.makeDirectory(number, path))),
};

/** `done` when it stands. */
async function watch(path: string | Buffer): Promise<string> {
  const id = peer.nextId();
  peer.send(frame(op.watch, id, counted(path)));
  await peer.until(() => peer.frames.some((one) => one.id === id), 'an answer to the watch');
  const stood = peer.pages(id).length > 0;
  if (stood) peer.send(frame(op.cancel, id));
  const end = await peer.final(id);
  return stood ? 'done' : codeOf(end.payload);
}

const temporary = `.ferry-${'0123456789abcdef'.repeat(2)}.part`;

const impossible: readonly (readonly [string, string | Buffer])[] = [
  ['climbs', '/../outside.txt'],
  ['climbs to what is missing', '/../missing'],
  ['climbs from below', '/dir/../../outside.txt'],
  ['climbs to a neighbour with a longer name', '/../share2/secret'],
  ['climbs to a neighbour with a dash', '/../share-secret/secret'],
  ['climbs many times', '/../../../../../../etc/passwd'],
  ['begins with two slashes', '//etc/passwd'],
  ['has an empty component', '/dir//inner'],
  ['has a dot', '/./file'],
  ['ends with two dots', '/dir/..'],
  ['is two dots', '/..'],
  ['ends with a slash', '/dir/'],
  ['is relative', 'file'],
  ['is relative and climbs', '../outside.txt'],
  ['is empty', ''],
  ['is a dot', '.'],
  ['is a URL', 'file:///etc/passwd'],
  ['is of Windows', 'C:\\Windows'],
  ['holds NUL', '/file\0.txt'],
  ['holds NUL behind two dots', '/..\0/outside.txt'],
  ['has a name of 256 bytes', `/${'n'.repeat(256)}`],
  ['has 20,000 bytes', `/${'n'.repeat(199)}`.repeat(100)],
  ['has too many components', '/a'.repeat(2_001)],
  ['is a temporary name', `/${temporary}`],
  ['is a temporary name below', `/dir/${temporary}`],
  ['is below a temporary name', `/${temporary}/x`],
];

describe.each(Object.entries(operations))('%s', (name, operation) => {
  it('refuses every path that can not be in a share', { timeout: 60_000 }, async () => {
    const inside = share.inside();
    for (const [what, path] of impossible) expect(await operation(path), `a path that ${what}`).toBe('name-invalid');
    expect(share.inside()).toBe(inside);
  });

  it('says the same of what is there and what is not behind a link', async () => {
    const inside = share.inside();
    const pairs = [
      ['/out-dir/secret', '/out-dir/missing'],
      ['/out-absolute/secret', '/out-absolute/missing'],
      ['/up/outside.txt', '/up/missing'],
      ['/up/share2/secret', '/up/share9/secret'],
      ['/dir/keys/secret', '/dir/keys/missing'],
      ['/self/file', '/self/missing'],
      ['/etc/passwd', '/etc/no-such-file'],
      ['/loop/x', '/loop/y'],
      ['/out-missing/x', '/out-missing/y/z'],
      ['/out-dir/new/er', '/out-dir/secret/er'],
    ] as const;
    for (const [there, missing] of pairs) {
      const answer = await operation(there);
      expect(['not-a-directory', 'not-found'], `${name} ${there}`).toContain(answer);
      expect(await operation(missing), `${name} ${missing}`).toBe(answer);
    }
    expect(share.inside()).toBe(inside);
  });

  it('takes what other systems take for a way out as a plain name, or not at all', async () => {
    const plain = [
      '/C:\\x',
      '/..\\outside.txt',
      '/\\\\server\\share',
      '/C:x',
      '/....',
      '/.. ',
      '/%2e%2e',
      '/..%2foutside.txt',
      '/~',
      '/$HOME',
    ];
    const raw = [Buffer.from([0x2f, 0xc0, 0xae, 0xc0, 0xae]), Buffer.from([0x2f, 0xff]), Buffer.from([0x2f, 0xed, 0xa0, 0x80])];
    const typed = [
      'done',
      'committed',
      'not-found',
      'not-a-directory',
      'already-exists',
      'is-a-directory',
      'directory-not-empty',
    ];
    for (const path of [...plain, ...raw]) expect(typed, `${name} ${path.toString()}`).toContain(await operation(path));
  });
});

describe('a link at the end', () => {
  const links = ['out-file', 'out-dir', 'out-absolute', 'out-missing', 'up', 'self', 'loop', 'etc'] as const;

  it('is told as a link and not followed', async () => {
    for (const link of links) {
      expect(await operations.stat?.(`/${link}`)).toBe('done');
      for (const name of ['list', 'walk', 'space', 'watch'])
        expect(await operations[name]?.(`/${link}`), `${name} ${link}`).toBe('not-a-directory');
      for (const name of ['read', 'read a piece', 'hash', 'copy from'])
        expect(await operations[name]?.(`/${link}`), `${name} ${link}`).toBe('not-a-file');
      expect(await operations['set the mode']?.(`/${link}`), `mode ${link}`).toBe('not-a-file');
      expect(await operations['make directory']?.(`/${link}`)).toBe('already-exists');
      expect(['already-exists', 'not-a-directory']).toContain(await operations['make directories']?.(`/${link}`));
      for (const name of ['rename to', 'copy to']) expect(await operations[name]?.(`/${link}`)).toBe('already-exists');
      expect(await operations['write whole']?.(`/${link}`)).toBe('already-exists');
    }
  });

  it('changes its own time only', async () => {
    for (const link of links) expect(await operations['set the time']?.(`/${link}`)).toBe('done');
    expect(lstatSync(join(share.folder, 'out-file')).mtimeMs).toBe(0);
  });

  it('is removed alone, recursively too', async () => {
    for (const [index, link] of links.entries()) {
      expect(await operations[index % 2 === 0 ? 'remove' : 'remove recursively']?.(`/${link}`)).toBe('done');
      expect(existsSync(join(share.folder, link))).toBe(false);
    }
  });

  it('is replaced by a file, not written through', async () => {
    for (const [index, link] of links.entries()) {
      const write = (['write over', 'write in pieces', 'write resumably', 'copy over'] as const)[index % 4];
      expect(['committed', 'done'], link).toContain(await operations[write ?? '']?.(`/${link}`));
      expect(lstatSync(join(share.folder, link)).isFile()).toBe(true);
      expect(['hello', 'inside']).toContain(readFileSync(join(share.folder, link), 'utf8'));
    }
  });

  it('is renamed as a link', async () => {
    expect(await peer.ask(op.rename, counted('/out-file'), counted('/dir/moved'), u8(0))).toBe('done');
    expect(readlinkSync(join(share.folder, 'dir', 'moved'))).toBe('../outside.txt');
  });

  it('goes with the tree it is in, and its target stays', async () => {
    expect(await operations['remove recursively']?.('/dir')).toBe('done');
    expect(existsSync(join(share.folder, 'dir'))).toBe(false);
  });
});

describe.skipIf(process.platform !== 'linux')('a folder that is exchanged for a link all the time', () => {
  const swapper = `
    const { lstatSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } = require('node:fs');
    const [real, link, place] = process.argv.slice(1);
    const end = Date.now() + 4000;
    while (Date.now() < end) {
      try {
        renameSync(real, place);
        renameSync(place, real);
        renameSync(link, place);
        renameSync(place, link);
      } catch {
        // The server has made a folder of its own there: everything from the beginning.
        for (const path of [real, link, place]) rmSync(path, { recursive: true, force: true });
        try {
          mkdirSync(real);
          writeFileSync(real + '/secret', 'not a secret');
          symlinkSync('../share2', link);
        } catch {}
      }
    }`;

  it('lets nothing through', { timeout: 30_000 }, async () => {
    const at = (name: string): string => join(share.folder, name);
    mkdirSync(at('real'));
    writeFileSync(at('real/secret'), 'not a secret');
    symlinkSync('../share2', at('link'));
    const child = spawn(process.execPath, ['-e', swapper, at('real'), at('link'), at('place')], { stdio: 'inherit' });
    const exited = once(child, 'exit');
    let running = true;
    void exited.then(() => {
      running = false;
    });
    const answers = new Map<string, number>();
    const names = [
      'stat',
      'list',
      'watch',
      'read',
      'hash',
      'write over',
      'write in pieces',
      'make directory',
      'set the mode',
      'remove',
      'rename from',
      'copy over',
    ];
    for (let i = 0; running; i++) {
      const name = names[i % names.length] ?? 'stat';
      const answer = await operations[name]?.(name === 'list' || name === 'watch' ? '/place' : '/place/secret');
      answers.set(`${name}: ${answer}`, (answers.get(`${name}: ${answer}`) ?? 0) + 1);
      expect(answer).not.toBe('read secret of share2');
    }
    await exited;
    expect([...answers.keys()].some((answer) => /(done|committed|read)/.test(answer))).toBe(true);
    expect([...answers.keys()].filter((answer) => answer.includes('internal'))).toEqual([]);
  });
});

describe('the share itself', () => {
  it('can not be removed, renamed, replaced or changed', async () => {
    const inside = share.inside();
    const refused = ['permission-denied', 'is-a-directory', 'invalid-request', 'already-exists'];
    for (const name of Object.keys(operations)) {
      if (['list', 'walk', 'stat', 'space', 'watch', 'make directories', 'make directory on a lane', 'partial'].includes(name))
        continue;
      expect(refused, name).toContain(await operations[name]?.('/'));
      expect(share.inside(), name).toBe(inside);
    }
    expect(await operations.list?.('/')).toBe('done');
    expect(share.inside()).toBe(inside);
  });

  it('does not list or give its temporary files', async () => {
    const lane = peer.openLane();
    ticket += 1;
    peer.send(
      frame(op.records, lane, rec.open(ticket, 1_000_000, rec.target('/dir/large', 0))),
      frame(op.content, lane, Buffer.alloc(262_144)),
      frame(op.content, lane, Buffer.alloc(262_144)),
      frame(op.content, lane, Buffer.alloc(100_000)),
    );
    await expect.poll(() => temporaryFiles(share.folder)).toHaveLength(1);
    const [hidden = ''] = temporaryFiles(share.folder);
    const id = peer.nextId();
    peer.send(frame(op.list, id, counted('/dir')));
    await peer.final(id);
    expect(Buffer.concat(peer.pages(id)).includes('.ferry-')).toBe(false);
    expect(Buffer.concat(peer.pages(id)).includes('inner')).toBe(true);
    for (const name of [
      'stat',
      'read',
      'read a piece',
      'hash',
      'remove',
      'rename from',
      'rename over',
      'copy from',
      'copy over',
      'write over',
    ]) {
      expect(await operations[name]?.(`/${hidden}`), name).toBe('name-invalid');
    }
    expect(temporaryFiles(share.folder)).toEqual([hidden]);
  });
});

describe('a read-only share', () => {
  beforeEach(async () => {
    await share.stop();
    await start(true);
  });

  const mutating = Object.keys(operations).filter(
    (name) => !['list', 'walk', 'stat', 'space', 'partial', 'read', 'read a piece', 'hash', 'watch'].includes(name),
  );

  it.each(mutating)('refuses to %s before a byte reaches the disk', async (name) => {
    const inside = share.inside();
    for (const path of ['/new', '/file', '/dir', '/dir/new', '/new/deep/er', '/out-file', '/out-dir/x', '/../x']) {
      expect(['permission-denied', 'name-invalid'], path).toContain(await operations[name]?.(path));
    }
    expect(share.inside()).toBe(inside);
    expect(temporaryFiles(share.folder)).toEqual([]);
  });

  it('says so in its welcome, and is read as ever', async () => {
    expect(peer.frames[0]?.payload.toString('hex')).toBe('00010000007f00000080000001');
    expect(await operations.read?.('/file')).toBe('read inside');
    expect(await operations.list?.('/dir')).toBe('done');
    expect(await operations.partial?.('/file')).toBe('done');
    expect(readdirSync(share.folder)).toContain('file');
  });
});
