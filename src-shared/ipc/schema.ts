import { z } from 'zod';
import { permissionReaches } from '../model/permissions.ts';
import { errorCodes } from '../errors.ts';
import { preflightAnswers } from '../model/preflight.ts';
import { conflictAnswers, existingPolicies, priorities, queueMoves, transferGroups } from '../model/transfer.ts';
import { bookmarkSchema, endpointSchema, newSiteSchema, placeId, placeSchema, siteFolder } from './placesSchema.ts';
import { bytesPerSecond, settingsChange } from './settingsSchema.ts';
import { longestRead, mostLocations, type Params, type RequestName } from './contract.ts';

/** The runtime checks of the contract's requests: what comes over a bridge is not trusted, whatever its type says. */

const limits = { path: 16_384, name: 1024, text: 4096, ids: 200_000, places: 10_000, shown: 64 } as const;

const location = z.strictObject({ endpoint: z.string().min(1).max(64), path: z.string().startsWith('/').max(limits.path) });
const port = z.number().int().min(0).max(65_535);
const ids = z.array(z.number().int()).max(limits.ids);
const transfers = z.union([z.literal('all'), ids]);
const number = z.number().int().nonnegative();
const empty = z.strictObject({});
const siteKeyChange = z.discriminatedUnion('change', [
  z.strictObject({
    change: z.literal('set'),
    token: z.string().min(1).max(limits.text).optional(),
    offer: number.optional(),
    remember: z.boolean(),
  }),
  z.strictObject({ change: z.literal('copy'), site: placeId }),
  z.strictObject({ change: z.literal('forget') }),
]);

export const requestSchemas: { readonly [K in RequestName]: z.ZodType<Params<K>> } = {
  'app.start': empty,
  'listing.open': z.strictObject({ listing: number, location }),
  'listing.cancel': z.strictObject({ listing: number }),
  'directory.shown': z.strictObject({ locations: z.array(location).max(limits.shown) }),
  'entry.stat': z.strictObject({ location }),
  'entry.read': z.strictObject({
    location,
    offset: z.number().int().nonnegative(),
    length: z.number().int().nonnegative().max(longestRead),
  }),
  'entry.space': z.strictObject({ location }),
  'entry.measure': z.strictObject({ measure: number, locations: z.array(location).min(1).max(mostLocations) }),
  'entry.stopMeasuring': z.strictObject({ measure: number }),
  'entry.makeDirectory': z.strictObject({ location }),
  'entry.makeFile': z.strictObject({ location }),
  'entry.rename': z.strictObject({ from: location, name: z.string().min(1).max(limits.name) }),
  'entry.remove': z.strictObject({ locations: z.array(location).min(1).max(mostLocations) }),
  'entry.trash': z.strictObject({ locations: z.array(location).min(1).max(mostLocations) }),
  'entry.setPermissions': z.strictObject({
    number,
    locations: z.array(location).min(1).max(mostLocations),
    change: z.strictObject({
      set: number.max(0o777),
      clear: number.max(0o777),
      inside: z.enum(permissionReaches),
      executeWhereUsed: z.boolean(),
    }),
  }),
  'entry.stopPermissions': z.strictObject({ number }),
  'session.parse': z.strictObject({ text: z.string().max(limits.text) }),
  'session.open': z.strictObject({
    link: z.string().max(limits.text).optional(),
    endpoint: endpointSchema.optional(),
    token: z.string().max(limits.text).optional(),
    trust: z.string().length(43).optional(),
    site: placeId.optional(),
    offer: number.optional(),
    remember: z.boolean().optional(),
  }),
  'session.offer': z.strictObject({ link: z.string().max(limits.text) }),
  'session.close': z.strictObject({ session: z.string().max(64) }),
  'session.reconnect': z.strictObject({ session: z.string().max(64) }),
  'transfer.enqueue': z.strictObject({
    from: z.array(location).min(1).max(mostLocations),
    to: location,
    existing: z.enum(existingPolicies),
    move: z.boolean().optional(),
  }),
  'transfer.cancel': z.strictObject({ transfers }),
  'transfer.retry': z.strictObject({ transfers, reason: z.enum(errorCodes).optional() }),
  'transfer.pause': z.strictObject({ transfers }),
  'transfer.resume': z.strictObject({ transfers }),
  'transfer.reorder': z.strictObject({ transfers: ids, to: z.enum(queueMoves) }),
  'transfer.prioritize': z.strictObject({ transfers, priority: z.enum(priorities) }),
  'transfer.limit': z.strictObject({ bytesPerSecond: bytesPerSecond.optional() }),
  'transfer.clear': z.strictObject({ group: z.enum(transferGroups) }),
  'transfer.rows': z.strictObject({ group: z.enum(transferGroups), start: number, count: number.max(500) }),
  'transfer.ids': z.strictObject({ group: z.enum(transferGroups), start: number, count: number.max(limits.ids) }),
  'transfer.throughput': empty,
  'transfer.receiptPlaces': empty,
  'transfer.saveReceipts': z.strictObject({
    endpoint: location.shape.endpoint,
    folder: z.string().min(1).max(limits.path),
    name: z.string().min(1).max(limits.name),
    replace: z.boolean(),
  }),
  'drag.prepare': z.strictObject({ drag: number, locations: z.array(location).min(1).max(mostLocations) }),
  'drag.take': z.strictObject({ drag: number }),
  'drag.forget': z.strictObject({ drag: number }),
  'preflight.answer': z.strictObject({ preflight: number, answer: z.enum(preflightAnswers) }),
  'conflict.compare': z.strictObject({ conflict: number }),
  'conflict.answer': z.strictObject({
    conflict: number,
    answer: z.enum(conflictAnswers),
    forBatch: z.boolean(),
  }),
  'server.start': z.strictObject({
    folder: z.string().min(1).max(limits.path),
    host: z.string().min(1).max(255),
    port,
    readOnly: z.boolean(),
    classic: z.boolean(),
  }),
  'server.stop': empty,
  'server.link': empty,
  'server.connect': empty,
  'places.get': empty,
  'site.save': z.strictObject({ site: newSiteSchema, key: siteKeyChange.optional() }),
  'site.remove': z.strictObject({ sites: z.array(placeId).max(limits.places) }),
  'site.folder': z.strictObject({ from: siteFolder.optional(), to: siteFolder.optional() }),
  'bookmark.set': z.strictObject({ bookmarks: z.array(bookmarkSchema).max(limits.places) }),
  'place.visited': z.strictObject({ place: placeSchema }),
  'settings.get': empty,
  'settings.set': z.strictObject({ change: settingsChange }),
  'shell.chooseFolder': z.strictObject({ title: z.string().max(200), initial: z.string().max(limits.path).optional() }),
  'shell.trash': z.strictObject({ paths: z.array(z.string().min(1).max(limits.path)).min(1).max(mostLocations) }),
  'shell.startDrag': z.strictObject({ drag: number }),
  'shell.notify': z.strictObject({ title: z.string().max(200), body: z.string().max(500) }),
  'shell.menuState': z.strictObject({
    enabled: z.array(z.string().max(100)).max(500),
    checked: z.array(z.string().max(100)).max(500),
    language: z.enum(['en', 'id']).optional(),
    keys: z.record(z.string().max(100), z.string().max(40)).optional(),
    bookmarks: z
      .array(z.strictObject({ id: placeId, name: z.string().max(200) }))
      .max(limits.places)
      .optional(),
  }),
  'shell.quit': empty,
};

export function isRequestName(name: unknown): name is RequestName {
  return typeof name === 'string' && Object.hasOwn(requestSchemas, name);
}
