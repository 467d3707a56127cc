import { z } from 'zod';
import { columnWidthRange, keyPresets, queueEndings, type Settings, speedLimitRange } from '../model/settings.ts';
import { deltaPolicies, existingPolicies, mostSlots } from '../model/transfer.ts';

const column = z.enum(['size', 'type', 'date']);
const width = z.number().min(columnWidthRange.least).max(columnWidthRange.most);

/** Also of a request on its own. */
export const bytesPerSecond = z.number().int().min(speedLimitRange.least).max(speedLimitRange.most);

/** What each setting may be. */
export const settingSchemas: { readonly [K in keyof Settings]: z.ZodType<Settings[K]> } = {
  theme: z.enum(['system', 'light', 'dark']),
  language: z.enum(['system', 'en', 'id']),
  keyPreset: z.enum(keyPresets),
  keys: z.record(z.string().max(100), z.array(z.string().min(1).max(40)).max(8)),
  showHidden: z.boolean(),
  existingUpload: z.enum(existingPolicies),
  existingDownload: z.enum(existingPolicies),
  delta: z.enum(deltaPolicies),
  parallelTransfers: z.union([z.literal('auto'), z.number().int().min(1).max(mostSlots)]),
  speedLimit: z.union([z.literal('off'), bytesPerSecond]),
  queueEnding: z.enum(queueEndings),
  existingOther: z.enum(existingPolicies),
  columns: z.array(column).refine((columns) => new Set(columns).size === columns.length),
  columnWidths: z.strictObject({ size: width, type: width, date: width }),
};

export const settingsChange = z
  .strictObject(settingSchemas)
  .partial()
  .refine((change) => Object.keys(change).length > 0);
