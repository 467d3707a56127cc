import type { Words } from '../../text/text.ts';

/** Time left in words, also when nothing can be said. */
export function timeLeft({ text, format }: Words, seconds: number | undefined): string {
  if (seconds === undefined) return text.transfers.timeUnknown;
  return seconds < 1 ? text.transfers.nearlyDone : format.duration(seconds);
}
