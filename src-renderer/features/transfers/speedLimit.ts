import { type Settings, speedLimitRange } from '../../../src-shared/model/settings.ts';

export type LimitUnit = 'KB' | 'MB';
const bytes: Readonly<Record<LimitUnit, number>> = { KB: 1024, MB: 1024 ** 2 };

/** Bytes a second of a typed limit, with a point or a comma; undefined when it is none. */
export function limitBytes(amount: string, unit: LimitUnit): number | undefined {
  const typed = amount.trim().replace(',', '.');
  if (!/^\d*\.?\d+$/.test(typed)) return undefined;
  const rate = Math.round(Number(typed) * bytes[unit]);
  return rate >= speedLimitRange.least && rate <= speedLimitRange.most ? rate : undefined;
}

/** A limit as it would be typed. */
export function limitParts(limit: Settings['speedLimit']): { readonly amount: string; readonly unit: LimitUnit } {
  if (limit === 'off') return { amount: '', unit: 'MB' };
  const unit = limit < bytes.MB ? 'KB' : 'MB';
  return { amount: String(Number((limit / bytes[unit]).toFixed(3))), unit };
}
