import { Bell, BellOff, Gauge, Layers, Volume2 } from 'lucide-react';
import { queueEndings, type Settings } from '../../../src-shared/model/settings.ts';
import { mostSlots } from '../../../src-shared/model/transfer.ts';
import { saveSettings } from '../../store/settings.ts';
import { showDialog, useStore, useWords } from '../../store/store.ts';
import { ChoiceMenu } from '../../ui/ChoiceMenu.tsx';
import { chooseEnding } from './queueEnding.ts';

const kilobyte = 1024;
const megabyte = 1024 * kilobyte;
const usualLimits = [256 * kilobyte, megabyte, 5 * megabyte, 10 * megabyte, 50 * megabyte];
const slotCounts = Array.from({ length: mostSlots }, (_, at) => at + 1);

/** What holds for the whole queue. Each is a setting, too. */
export function QueueControls() {
  const { text } = useWords();
  const ending = useStore((state) => state.settings.queueEnding);
  const EndingIcon = { nothing: BellOff, notify: Bell, sound: Volume2 }[ending];
  return (
    <>
      <SpeedLimitMenu />
      <ParallelMenu />
      <ChoiceMenu
        label={text.queue.ending}
        icon={EndingIcon}
        value={ending}
        choices={queueEndings.map((value) => ({ value, label: text.queue.endings[value] }))}
        onChange={(value) => void chooseEnding(value)}
        isSpecial={ending !== 'nothing'}
      />
    </>
  );
}

function SpeedLimitMenu() {
  const { text, format } = useWords();
  const limit = useStore((state) => state.settings.speedLimit);
  const own = limit === 'off' || usualLimits.includes(limit) ? [] : [limit];
  const rates = [...usualLimits, ...own].toSorted((a, b) => a - b);
  return (
    <ChoiceMenu
      label={text.queue.limit}
      icon={Gauge}
      value={String(limit)}
      choices={[
        { value: 'off', label: text.queue.limitOff },
        ...rates.map((rate) => ({ value: String(rate), label: format.rate(rate) })),
        { value: 'own', label: text.queue.limitOwn },
      ]}
      onChange={(value) => {
        if (value === 'own') showDialog({ kind: 'speed-limit' });
        else saveSettings({ speedLimit: value === 'off' ? 'off' : Number(value) });
      }}
      isSpecial={limit !== 'off'}
    />
  );
}

function ParallelMenu() {
  const { text, format } = useWords();
  const slots = useStore((state) => state.settings.parallelTransfers);
  return (
    <ChoiceMenu
      label={text.queue.parallel}
      icon={Layers}
      value={String(slots)}
      choices={[
        { value: 'auto', label: text.queue.parallelAuto },
        ...slotCounts.map((count) => ({ value: String(count), label: format.count(count) })),
      ]}
      onChange={(value) => saveSettings({ parallelTransfers: parallelOf(value) })}
      isSpecial={slots !== 'auto'}
    />
  );
}

function parallelOf(value: string): Settings['parallelTransfers'] {
  return value === 'auto' ? 'auto' : Number(value);
}
