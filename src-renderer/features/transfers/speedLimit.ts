import type { Language } from '../../../src-shared/commands.ts';
import { type Settings, speedLimitRange } from '../../../src-shared/model/settings.ts';

export type LimitUnit = 'KB' | 'MB';
const bytes: Readonly<Record<LimitUnit, number>> = { KB: 1024, MB: 1024 ** 2 };

/** What stands between thousands, and before a fraction. */
const marks: Readonly<Record<Language, { readonly thousands: string; readonly fraction: string }>> = {
  en: { thousands: ',', fraction: '.' },
  id: { thousands: '.', fraction: ',' },
};

/**
 * Bytes a second of a typed limit; undefined when it is none. A point and a comma both begin a fraction, unless it is the language's
 * mark of thousands and three digits follow.
 */
export function limitBytes(amount: string, unit: LimitUnit, language: Language): number | undefined {
  const { thousands } = marks[language];
  const groups = new RegExp(`^\\d{1,3}(\\${thousands}\\d{3})+(?!\\d)`);
  const typed = amount
    .trim()
    .replace(groups, (whole) => whole.replaceAll(thousands, ''))
    .replace(',', '.');
  if (!/^\d*\.?\d+$/.test(typed)) return undefined;
  const rate = Math.round(Number(typed) * bytes[unit]);
  return rate >= speedLimitRange.least && rate <= speedLimitRange.most ? rate : undefined;
}

/** A limit as it would be typed. Two digits of a fraction: three could be read as thousands. */
export function limitParts(
  limit: Settings['speedLimit'],
  language: Language,
): { readonly amount: string; readonly unit: LimitUnit } {
  if (limit === 'off') return { amount: '', unit: 'MB' };
  const unit = limit < bytes.MB ? 'KB' : 'MB';
  const amount = String(Number((limit / bytes[unit]).toFixed(2)));
  return { amount: amount.replace('.', marks[language].fraction), unit };
}
