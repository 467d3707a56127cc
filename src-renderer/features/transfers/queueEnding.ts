import type { QueueEnding } from '../../../src-shared/model/settings.ts';
import { onEvent, request } from '../../bridge/bridge.ts';
import { type EndedTally, finishedOf } from '../../store/endedTally.ts';
import { saveSettings } from '../../store/settings.ts';
import { announce, currentWords, getState } from '../../store/store.ts';
import type { Words } from '../../text/text.ts';
import { type FinishedRun, QueueRun } from './queueRun.ts';
import { playTone } from './tone.ts';

/** Milliseconds; shorter work is seen by whoever began it. */
const worthTelling = 5000;

/** Milliseconds of quiet after which the work is over; what ended last is told by then. */
const quiet = 500;

/** From now on, tells the user of the end of long work as the setting says. */
export function followQueue(): void {
  const run = new QueueRun();
  let timer: ReturnType<typeof setTimeout> | undefined;
  onEvent((message) => {
    if (message.event === 'transfers.ended') run.ended(message.payload);
    if (message.event !== 'transfers.changed') return;
    clearTimeout(timer);
    if (!run.changed(message.payload.summary, performance.now())) return;
    timer = setTimeout(() => {
      const finished = run.takeFinished();
      if (finished !== undefined) queueEnded(finished);
    }, quiet);
  });
}

function queueEnded({ tally, milliseconds }: FinishedRun): void {
  const body = endingSentence(tally, currentWords());
  if (milliseconds < worthTelling || body === undefined) return;
  switch (getState().settings.queueEnding) {
    case 'nothing':
      return;
    case 'notify':
      return void notifyUser(currentWords().text.queue.endedTitle, body);
    case 'sound':
      return playTone(tally.failed > 0 ? 'bad' : 'good');
  }
}

/** How many are done and how many failed; undefined when all were cancelled. */
export function endingSentence(tally: EndedTally, { text, format }: Words): string | undefined {
  const { failed } = tally;
  const done = finishedOf(tally);
  const parts = [
    ...(done > 0 ? [text.queue.endedDone(done, format.count(done))] : []),
    ...(failed > 0 ? [text.queue.endedFailed(format.count(failed))] : []),
  ];
  return parts.length === 0 ? undefined : parts.join(' ');
}

/** A page needs the user's permission, and may ask for it only when the user does something. */
export async function chooseEnding(queueEnding: QueueEnding): Promise<void> {
  if (queueEnding === 'sound') playTone('good');
  saveSettings({ queueEnding });
  if (queueEnding !== 'notify' || getState().app?.shell !== 'browser') return;
  const { queue } = currentWords().text;
  if (typeof Notification === 'undefined') return announce(queue.notifyNever, true);
  if ((await Notification.requestPermission()) !== 'granted') announce(queue.notifyDenied, true);
}

async function notifyUser(title: string, body: string): Promise<void> {
  if (getState().app?.shell === 'browser') {
    if (typeof Notification === 'undefined' || Notification.permission !== 'granted') return;
    const notification = new Notification(title, { body });
    notification.addEventListener('click', () => window.focus());
    return;
  }
  try {
    await request('shell.notify', { title, body });
  } catch {
    announce(currentWords().text.queue.notifyNever, true);
  }
}
