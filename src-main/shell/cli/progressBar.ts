import { formatBytes, formatCount, formatDuration, groupDigits } from './figures.ts';
import type { OutputStream } from './output.ts';

export interface Progress {
  readonly acknowledged: number;
  readonly total: number;
  /** Bytes a second. */
  readonly rate: number;
  readonly filesDone: number;
  readonly files: number;
  /** The totals will grow. */
  readonly planning: boolean;
}

const intervalMs = 150;
const barWidth = 24;

/** One line on a terminal that follows the transfers. */
export class ProgressBar {
  readonly #stream: OutputStream;
  readonly #read: () => Progress;
  readonly #timer: NodeJS.Timeout;
  #shown = false;
  #held = false;

  constructor(stream: OutputStream, read: () => Progress) {
    this.#stream = stream;
    this.#read = read;
    this.#timer = setInterval(() => this.#draw(), intervalMs);
  }

  /** Takes the line away; it comes back with the next step. */
  clear(): void {
    if (!this.#shown) return;
    this.#stream.write('\r\u001b[K');
    this.#shown = false;
  }

  /** While a question is on the screen. */
  hold(held: boolean): void {
    this.#held = held;
    this.clear();
  }

  end(): void {
    clearInterval(this.#timer);
    this.clear();
  }

  #draw(): void {
    if (this.#held) return;
    this.#stream.write(`\r${progressLine(this.#read(), this.#stream.columns ?? 80)}\u001b[K`);
    this.#shown = true;
  }
}

/** `[######------] 48 %  1.2 MB of 2.5 MB  3.0 MB/s  0:01  12 of 20 files`, no wider than the terminal. */
export function progressLine(progress: Progress, columns: number): string {
  const { acknowledged, total, rate, filesDone, files, planning } = progress;
  const fraction = total > 0 ? Math.min(1, acknowledged / total) : 0;
  const full = Math.floor(fraction * barWidth);
  const more = planning ? '+' : '';
  const left = rate > 0 && !planning ? `  ${formatDuration((total - acknowledged) / rate)}` : '';
  const count = files > 1 || planning ? `  ${groupDigits(filesDone)} of ${formatCount(files, 'file', 'files')}${more}` : '';
  const figures = `${formatBytes(acknowledged)} of ${formatBytes(total)}${more}  ${formatBytes(rate)}/s${left}${count}`;
  const bar = `[${'#'.repeat(full)}${'-'.repeat(barWidth - full)}] ${String(Math.floor(fraction * 100)).padStart(3)} %  `;
  const line = bar.length + figures.length < columns ? bar + figures : figures;
  return line.slice(0, Math.max(0, columns - 1));
}
