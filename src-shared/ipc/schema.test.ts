import { describe, expect, it } from 'vitest';
import { isRequestName, requestSchemas } from './schema.ts';
import { mostLocations, type RequestName } from './contract.ts';

const location = { endpoint: 'local', path: '/a' };
const pin = 'A'.repeat(43);
const endpoint = { kind: 'native', host: 'host', port: 12345, pin };

/** One good set of parameters for every request. */
const good: { readonly [K in RequestName]: unknown } = {
  'app.start': {},
  'listing.open': { listing: 1, location },
  'listing.cancel': { listing: 1 },
  'directory.shown': { locations: [location] },
  'entry.stat': { location },
  'entry.read': { location, offset: 0, length: 262_144 },
  'entry.space': { location },
  'entry.measure': { measure: 1, locations: [location] },
  'entry.stopMeasuring': { measure: 1 },
  'entry.makeDirectory': { location },
  'entry.makeFile': { location },
  'entry.rename': { from: location, name: 'b' },
  'entry.remove': { locations: [location] },
  'entry.trash': { locations: [location] },
  'entry.setPermissions': {
    number: 1,
    locations: [location],
    change: { set: 0o644, clear: 0o133, inside: 'everything', executeWhereUsed: true },
  },
  'entry.stopPermissions': { number: 1 },
  'session.parse': { text: 'ferry://host/' },
  'session.open': { endpoint, token: 't', trust: pin },
  'session.offer': { link: 'ferry://host/#token=t' },
  'session.close': { session: 's1' },
  'session.reconnect': { session: 's1' },
  'transfer.enqueue': { from: [location], to: location, existing: 'ask', move: true },
  'transfer.cancel': { transfers: [1, 2] },
  'transfer.retry': { transfers: 'all', reason: 'no-space' },
  'transfer.reorder': { transfers: [1], to: 'top' },
  'transfer.prioritize': { transfers: [1], priority: 'high' },
  'transfer.pause': { transfers: [] },
  'transfer.resume': { transfers: 'all' },
  'transfer.limit': { bytesPerSecond: 1_000_000 },
  'transfer.clear': { group: 'done' },
  'transfer.rows': { group: 'queued', start: 0, count: 500 },
  'transfer.ids': { group: 'queued', start: 0, count: 100_000 },
  'transfer.throughput': {},
  'transfer.receiptPlaces': {},
  'transfer.saveReceipts': { endpoint: 'local', folder: '/home', name: 'SHA256SUMS', replace: false },
  'drag.prepare': { drag: 1, locations: [location] },
  'drag.take': { drag: 1 },
  'drag.forget': { drag: 1 },
  'preflight.answer': { preflight: 1, answer: 'rename' },
  'conflict.compare': { conflict: 1 },
  'conflict.answer': { conflict: 1, answer: 'both', forBatch: true },
  'server.start': { folder: '/share', host: '127.0.0.1', port: 0, readOnly: false, classic: true },
  'server.stop': {},
  'server.link': {},
  'server.connect': {},
  'places.get': {},
  'site.save': { site: { name: 'NAS', folder: 'Work', endpoint, signIn: 'key' }, key: { change: 'forget' } },
  'site.remove': { sites: ['a1'] },
  'site.folder': { from: 'Work', to: 'Home' },
  'bookmark.set': { bookmarks: [{ id: 'b1', name: 'Docs', place: { path: '/docs', endpoint, site: 'a1' } }] },
  'place.visited': { place: { path: '/docs' } },
  'settings.get': {},
  'settings.set': { change: { theme: 'dark', columns: ['date'] } },
  'shell.chooseFolder': { title: 'Choose', initial: '/' },
  'shell.trash': { paths: ['/a'] },
  'shell.startDrag': { drag: 1 },
  'shell.notify': { title: 'Done', body: '3 done' },
  'shell.menuState': { enabled: ['a'], checked: [], bookmarks: [{ id: 'b1', name: 'Docs' }] },
  'shell.quit': {},
};

const names = Object.keys(good).filter(isRequestName);

function accepts(name: RequestName, params: unknown): boolean {
  return requestSchemas[name].safeParse(params).success;
}

describe('request schemas', () => {
  it('know every request, and nothing else', () => {
    expect(Object.keys(requestSchemas).toSorted()).toEqual(Object.keys(good).toSorted());
    for (const name of ['', '__proto__', 'constructor', 'toString', 'app.stop', 7, undefined])
      expect(isRequestName(name)).toBe(false);
  });

  it.each(names)('%s takes what it should and nothing more', (name) => {
    const params = good[name];
    expect(accepts(name, params)).toBe(true);
    for (const wrong of [undefined, null, 7, 'x', [], () => {}, { ...(params as object), more: 1 }]) {
      expect(accepts(name, wrong)).toBe(false);
    }
    for (const key of Object.keys(params as object)) {
      for (const value of [null, {}, Number.NaN, -1, 1.5, { __proto__: { x: 1 } }]) {
        expect(accepts(name, { ...(params as object), [key]: value })).toBe(false);
      }
    }
  });

  it('bound what can be sent', () => {
    const long = { endpoint: 'local', path: `/${'x'.repeat(20_000)}` };
    expect(accepts('entry.stat', { location: long })).toBe(false);
    expect(accepts('entry.stat', { location: { endpoint: 'x'.repeat(65), path: '/' } })).toBe(false);
    expect(accepts('entry.rename', { from: location, name: 'x'.repeat(2000) })).toBe(false);
    expect(accepts('entry.remove', { locations: [] })).toBe(false);
    expect(accepts('entry.remove', { locations: Array.from({ length: mostLocations }, () => location) })).toBe(true);
    expect(accepts('entry.remove', { locations: Array.from({ length: mostLocations + 1 }, () => location) })).toBe(false);
    expect(accepts('drag.prepare', { drag: 1, locations: [] })).toBe(false);
    expect(accepts('shell.startDrag', { drag: 1, paths: ['/etc/passwd'] })).toBe(false);
    expect(accepts('transfer.rows', { group: 'done', start: 0, count: 501 })).toBe(false);
    expect(accepts('transfer.cancel', { transfers: Array.from({ length: 200_001 }, () => 1) })).toBe(false);
    expect(accepts('session.parse', { text: 'x'.repeat(5000) })).toBe(false);
    expect(accepts('session.open', { endpoint: { kind: 'ftp', host: 'h', port: 21 } })).toBe(false);
    expect(accepts('session.open', { endpoint: { kind: 'native', host: 'h', port: 0 } })).toBe(false);
    expect(accepts('server.start', { ...(good['server.start'] as object), port: 65_536 })).toBe(false);
  });
});
