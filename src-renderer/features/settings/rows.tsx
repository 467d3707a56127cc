import type { ComponentType, ReactNode } from 'react';
import type { Settings } from '../../../src-shared/model/settings.ts';
import { saveSettings } from '../../store/settings.ts';
import { useStore, useWords } from '../../store/store.ts';
import type { Catalogue } from '../../text/en.ts';
import type { Words } from '../../text/text.ts';
import { CheckboxField } from '../../ui/CheckboxField.tsx';
import { ChoiceField } from '../../ui/ChoiceField.tsx';
import { Marked } from './Marked.tsx';
import type { Search } from './search.ts';

/** One setting in the dialog. */
export interface SettingRow {
  readonly name: string;
  readonly isFound: (words: Words, search: Search) => boolean;
  readonly Control: ComponentType;
}

export interface SettingSection {
  readonly title: (text: Catalogue) => string;
  readonly rows: readonly SettingRow[];
}

type Explained = keyof Catalogue['settings']['all'];
/** The settings whose values are of one type. */
type SettingOf<T> = { [K in Explained & keyof Settings]: Settings[K] extends T ? K : never }[Explained & keyof Settings];

/** A setting that is one of a few words. */
export function choiceRow<K extends SettingOf<string>>(
  name: K,
  values: readonly Settings[K][],
  labels: (text: Catalogue) => Readonly<Record<Settings[K], string>>,
): SettingRow {
  return {
    name,
    isFound: ({ text }, search) => search.fits([...explanation(text, name), ...Object.values<string>(labels(text))]),
    Control: () => {
      const { text } = useWords();
      const value = useStore((state) => state.settings[name]);
      const words = labels(text);
      return (
        <Setting name={name}>
          <ChoiceField
            label={<Marked>{text.settings.all[name].label}</Marked>}
            value={value}
            choices={values.map((choice) => ({ value: choice, label: <Marked>{words[choice]}</Marked> }))}
            onChange={(chosen) => saveSettings({ [name]: chosen })}
          />
        </Setting>
      );
    },
  };
}

/** A setting that is on or off. */
export function switchRow(name: SettingOf<boolean>): SettingRow {
  return {
    name,
    isFound: ({ text }, search) => search.fits(explanation(text, name)),
    Control: () => {
      const { text } = useWords();
      const value = useStore((state) => state.settings[name]);
      return (
        <Setting name={name}>
          <CheckboxField isSelected={value} onChange={(selected) => saveSettings({ [name]: selected })}>
            <Marked>{text.settings.all[name].label}</Marked>
          </CheckboxField>
        </Setting>
      );
    },
  };
}

/** A control with the sentence that explains it. */
export function Setting({ name, children }: { readonly name: Explained; readonly children: ReactNode }) {
  const { text } = useWords();
  return (
    <div className="setting">
      {children}
      <p className="field-hint">
        <Marked>{text.settings.all[name].hint}</Marked>
      </p>
    </div>
  );
}

/** What a search finds a setting by, whatever its control is. */
export function explanation(text: Catalogue, name: Explained): readonly string[] {
  const { label, hint } = text.settings.all[name];
  return [label, hint];
}
