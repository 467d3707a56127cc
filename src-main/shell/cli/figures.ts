const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];

/** Bytes for a person: `0 B`, `999 B`, `1.5 KB`, `300 MB`; in steps of 1,024. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : 1;
  return `${value.toFixed(digits)} ${units[unit] ?? ''}`;
}

/** `-` when unknown; else `2026-11-22 18:54`, local time. */
export function formatTime(milliseconds: number): string {
  if (!Number.isFinite(milliseconds)) return '-';
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) return '-';
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** Seconds as `0:07`, `12:34`, `1:02:03`; `-` when they can't be told. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds > 359_999) return '-';
  const whole = Math.round(seconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}:${two(whole % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
}

export function formatCount(count: number, one: string, many: string): string {
  return `${groupDigits(count)} ${count === 1 ? one : many}`;
}

/** `1,234,567`. Loading a locale for that takes longer than a short transfer. */
export function groupDigits(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `-rw-r--r--`; a dash for each permission that is not told. */
export function formatMode(kind: string, mode: number | undefined): string {
  const letter = kind === 'directory' ? 'd' : kind === 'symlink' ? 'l' : kind === 'other' ? '?' : '-';
  if (mode === undefined) return `${letter}---------`;
  let out = letter;
  for (let bit = 8; bit >= 0; bit--) out += (mode >> bit) & 1 ? ('rwx'[(8 - bit) % 3] ?? '') : '-';
  return out;
}
