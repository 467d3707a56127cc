import { type SyntheticEvent, useState } from 'react';
import { speedLimitRange } from '../../../src-shared/model/settings.ts';
import { saveSettings } from '../../store/settings.ts';
import { showDialog, useStore, useWords } from '../../store/store.ts';
import { Button } from '../../ui/Button.tsx';
import { ChoiceField } from '../../ui/ChoiceField.tsx';
import { DialogFooter, DialogFrame } from '../../ui/DialogFrame.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { limitBytes, limitParts, type LimitUnit } from './speedLimit.ts';

const close = (): void => showDialog(undefined);

/** A limit of the user's own. */
export function SpeedLimitDialog() {
  const { text, format, language } = useWords();
  const [start] = useState(
    limitParts(
      useStore((state) => state.settings.speedLimit),
      language,
    ),
  );
  const [amount, setAmount] = useState(start.amount);
  const [unit, setUnit] = useState<LimitUnit>(start.unit);
  const [wrong, setWrong] = useState(false);

  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    const speedLimit = limitBytes(amount, unit, language);
    setWrong(speedLimit === undefined);
    if (speedLimit === undefined) return;
    saveSettings({ speedLimit });
    close();
  };
  const lift = (): void => {
    saveSettings({ speedLimit: 'off' });
    close();
  };
  const { least, most } = speedLimitRange;

  return (
    <DialogFrame title={text.queue.limit} onClose={close}>
      <form className="form" onSubmit={submit} noValidate>
        <div className="form-columns form-columns-start">
          <TextField
            label={text.queue.limitField}
            value={amount}
            onChange={(typed) => {
              setAmount(typed);
              setWrong(false);
            }}
            error={wrong ? text.queue.limitInvalid(format.rate(least), format.rate(most)) : undefined}
            numeric
            autoFocus
          />
          <ChoiceField
            label={text.queue.limitUnit}
            value={unit}
            onChange={setUnit}
            choices={[
              { value: 'KB', label: format.rate(1024).replace(/^\S+\s/, '') },
              { value: 'MB', label: format.rate(1024 ** 2).replace(/^\S+\s/, '') },
            ]}
          />
        </div>
        <p className="field-hint">{text.queue.limitHint}</p>
        <DialogFooter start={<Button onPress={lift}>{text.queue.limitOff}</Button>}>
          <Button slot="close">{text.app.cancel}</Button>
          <Button type="submit" look="primary">
            {text.queue.limitSet}
          </Button>
        </DialogFooter>
      </form>
    </DialogFrame>
  );
}
