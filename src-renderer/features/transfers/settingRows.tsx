import { queueEndings } from '../../../src-shared/model/settings.ts';
import { mostSlots } from '../../../src-shared/model/transfer.ts';
import { saveSettings } from '../../store/settings.ts';
import { showDialog, useStore, useWords } from '../../store/store.ts';
import { Button } from '../../ui/Button.tsx';
import { ChoiceField } from '../../ui/ChoiceField.tsx';
import { Marked } from '../settings/Marked.tsx';
import { explanation, Setting, type SettingRow } from '../settings/rows.tsx';
import { chooseEnding } from './queueEnding.ts';

/** The queue's settings in the dialog of all settings. */

const slotChoices = ['auto', ...Array.from({ length: mostSlots }, (_, at) => String(at + 1))];

export const parallelRow: SettingRow = {
  name: 'parallelTransfers',
  isFound: ({ text }, search) => search.fits([...explanation(text, 'parallelTransfers'), text.queue.parallelAuto]),
  Control: () => {
    const { text } = useWords();
    const value = useStore((state) => state.settings.parallelTransfers);
    return (
      <Setting name="parallelTransfers">
        <ChoiceField
          label={<Marked>{text.settings.all.parallelTransfers.label}</Marked>}
          value={String(value)}
          choices={slotChoices.map((choice) => ({
            value: choice,
            label: choice === 'auto' ? <Marked>{text.queue.parallelAuto}</Marked> : choice,
          }))}
          onChange={(chosen) => saveSettings({ parallelTransfers: chosen === 'auto' ? 'auto' : Number(chosen) })}
        />
      </Setting>
    );
  },
};

export const limitRow: SettingRow = {
  name: 'speedLimit',
  isFound: ({ text }, search) => search.fits(explanation(text, 'speedLimit')),
  Control: () => {
    const { text, format } = useWords();
    const limit = useStore((state) => state.settings.speedLimit);
    return (
      <Setting name="speedLimit">
        <div className="field">
          <span className="field-label">
            <Marked>{text.settings.all.speedLimit.label}</Marked>
          </span>
          <div className="field-row">
            <span className="grow">{limit === 'off' ? text.queue.limitOff : format.rate(limit)}</span>
            <Button onPress={() => showDialog({ kind: 'speed-limit' })}>{text.queue.limitOwn}</Button>
          </div>
        </div>
      </Setting>
    );
  },
};

export const endingRow: SettingRow = {
  name: 'queueEnding',
  isFound: ({ text }, search) => search.fits([...explanation(text, 'queueEnding'), ...Object.values<string>(text.queue.endings)]),
  Control: () => {
    const { text } = useWords();
    const ending = useStore((state) => state.settings.queueEnding);
    return (
      <Setting name="queueEnding">
        <ChoiceField
          label={<Marked>{text.settings.all.queueEnding.label}</Marked>}
          value={ending}
          choices={queueEndings.map((value) => ({ value, label: <Marked>{text.queue.endings[value]}</Marked> }))}
          onChange={(value) => void chooseEnding(value)}
        />
      </Setting>
    );
  },
};
