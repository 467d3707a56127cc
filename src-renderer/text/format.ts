import type { Language } from '../../src-shared/commands.ts';

const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'] as const;

export interface Formats {
  /** Bytes with three significant digits: `0 B`, `999 B`, `1.45 MB` (powers of 1,024). */
  readonly size: (bytes: number) => string;
  /** Every byte: `1,234,567 bytes`. */
  readonly exactSize: (bytes: number) => string;
  readonly rate: (bytesASecond: number) => string;
  readonly count: (value: number) => string;
  readonly percent: (share: number) => string;
  /** Date and time as a list shows them; empty for NaN. */
  readonly date: (milliseconds: number) => string;
  readonly longDate: (milliseconds: number) => string;
  /** `8 s`, `3 min 20 s`, `2 h 5 min`; empty when it is not finite. */
  readonly duration: (seconds: number) => string;
}

export function createFormats(language: Language): Formats {
  const locale = language === 'id' ? 'id-ID' : 'en-GB';
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const digits = [0, 1, 2].map(
    (places) => new Intl.NumberFormat(locale, { minimumFractionDigits: places, maximumFractionDigits: places }),
  );
  const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const day = new Intl.DateTimeFormat(locale, {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  const long = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'medium' });
  const words =
    language === 'id'
      ? { second: 'd', minute: 'mnt', hour: 'j', bytes: 'bita' }
      : { second: 's', minute: 'min', hour: 'h', bytes: 'bytes' };

  const size = (bytes: number): string => {
    let value = bytes;
    let unit = 0;
    while (value >= 999.5 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    const places = unit === 0 ? 0 : value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
    return `${digits[places]?.format(value) ?? ''} ${units[unit] ?? ''}`;
  };

  return {
    size,
    exactSize: (bytes) => `${whole.format(bytes)} ${bytes === 1 && language === 'en' ? 'byte' : words.bytes}`,
    rate: (bytesASecond) => `${size(bytesASecond)}/${words.second}`,
    count: (value) => whole.format(value),
    percent: (value) => share.format(value),
    date: (milliseconds) => (Number.isNaN(milliseconds) ? '' : day.format(milliseconds).replace(',', '')),
    longDate: (milliseconds) => (Number.isNaN(milliseconds) ? '' : long.format(milliseconds)),
    duration: (seconds) => {
      if (!Number.isFinite(seconds) || seconds < 0) return '';
      const rounded = Math.ceil(seconds);
      if (rounded < 60) return `${rounded} ${words.second}`;
      const minutes = Math.floor(rounded / 60);
      if (minutes < 60) return `${minutes} ${words.minute} ${rounded % 60} ${words.second}`;
      return `${Math.floor(minutes / 60)} ${words.hour} ${minutes % 60} ${words.minute}`;
    },
  };
}
