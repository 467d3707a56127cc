import { z } from 'zod';
import { isPin } from '../model/location.ts';
import { type Bookmark, type Place, type Site, signIns } from '../model/places.ts';

/** What a stored or sent place may be. */

const name = z
  .string()
  .max(200)
  .refine((text) => text.trim() !== '');
const path = z.string().startsWith('/').max(16_384);

export const placeId = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/);

/** A folder of sites; the empty one is the top. */
export const siteFolder = z
  .string()
  .max(1000)
  .refine((text) => text === '' || text.split('/').every((part) => part.trim() !== ''));

export const endpointSchema = z.strictObject({
  kind: z.enum(['native', 'classic']),
  host: z.string().min(1).max(255),
  port: z.number().int().min(1).max(65_535),
  pin: z.string().refine(isPin).optional(),
});

export const placeSchema: z.ZodType<Place> = z.strictObject({
  endpoint: endpointSchema.optional(),
  path,
  site: placeId.optional(),
});

const siteFields = {
  name,
  folder: siteFolder,
  endpoint: endpointSchema,
  signIn: z.enum(signIns),
  remoteFolder: path.optional(),
  localFolder: path.optional(),
};

export const siteSchema: z.ZodType<Site> = z.strictObject({ id: placeId, ...siteFields });
export const newSiteSchema: z.ZodType<Omit<Site, 'id'> & { readonly id?: string | undefined }> = z.strictObject({
  id: placeId.optional(),
  ...siteFields,
});

export const bookmarkSchema: z.ZodType<Bookmark> = z.strictObject({ id: placeId, name, place: placeSchema });
