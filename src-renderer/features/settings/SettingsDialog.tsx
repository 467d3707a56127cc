import { type ReactNode, useState } from 'react';
import { type Command, commands } from '../../../src-shared/commands.ts';
import { keyPresets, type Settings } from '../../../src-shared/model/settings.ts';
import { existingPolicies } from '../../../src-shared/model/transfer.ts';
import { fold } from '../../listing/naturalOrder.ts';
import { saveSettings } from '../../store/settings.ts';
import { showDialog, useStore, useWords } from '../../store/store.ts';
import { Button } from '../../ui/Button.tsx';
import { CheckboxField } from '../../ui/CheckboxField.tsx';
import { ChoiceField } from '../../ui/ChoiceField.tsx';
import { DialogFooter, DialogFrame } from '../../ui/DialogFrame.tsx';
import { WarningText } from '../../ui/ErrorText.tsx';
import { KeyEditor } from './KeyEditor.tsx';

/** Every setting with what it does. A change holds at once. */
export function SettingsDialog() {
  const { text, language } = useWords();
  const words = text.settings;
  const settings = useStore((state) => state.settings);
  const problems = useStore((state) => state.settingProblems);
  const [typed, setTyped] = useState('');
  const wanted = fold(typed.trim()).split(/\s+/);
  const fits = (...texts: readonly string[]): boolean => {
    const folded = fold(texts.join(' '));
    return wanted.every((word) => folded.includes(word));
  };

  const choice = <K extends ChoiceSetting>(
    name: K,
    values: readonly Settings[K][],
    labels: Readonly<Record<Settings[K], string>>,
  ) => {
    const { label, hint } = words.all[name];
    if (!fits(label, hint, ...Object.values<string>(labels))) return undefined;
    return (
      <Explained key={name} hint={hint}>
        <ChoiceField
          label={label}
          value={settings[name]}
          choices={values.map((value) => ({ value, label: labels[value] }))}
          onChange={(value) => saveSettings({ [name]: value })}
        />
      </Explained>
    );
  };
  const hidden = words.all.showHidden;
  const editable = (commands as readonly Command[]).filter(({ title }) =>
    fits(words.keyboard, words.keys, title[language], title.en),
  );
  const sections: readonly (readonly [string, readonly (ReactNode | undefined)[]])[] = [
    [
      words.appearance,
      [
        choice('theme', ['system', 'light', 'dark'], words.themes),
        choice('language', ['system', 'en', 'id'], { system: words.themes.system, en: 'English', id: 'Bahasa Indonesia' }),
        fits(hidden.label, hidden.hint) ? (
          <Explained key="showHidden" hint={hidden.hint}>
            <CheckboxField isSelected={settings.showHidden} onChange={(showHidden) => saveSettings({ showHidden })}>
              {hidden.label}
            </CheckboxField>
          </Explained>
        ) : undefined,
      ],
    ],
    [
      words.transfers,
      [choice('existingUpload', existingPolicies, words.policies), choice('existingDownload', existingPolicies, words.policies)],
    ],
    [
      words.keyboard,
      [
        choice('keyPreset', keyPresets, { commander: 'Commander', filezilla: 'FileZilla' }),
        editable.length === 0 ? undefined : (
          <div key="keys" role="group" aria-label={words.keys}>
            <p className="field-label">{words.keys}</p>
            <p className="field-hint">{words.keysHint}</p>
            {editable.map((command) => (
              <KeyEditor key={command.id} command={command} />
            ))}
          </div>
        ),
      ],
    ],
  ];
  const shown = sections
    .map(([title, items]) => [title, items.filter((item) => item !== undefined)] as const)
    .filter(([, items]) => items.length > 0);

  return (
    <DialogFrame title={words.title} width="wide" onClose={() => showDialog(undefined)}>
      <input
        autoFocus
        type="search"
        className="input palette-field"
        aria-label={words.search}
        placeholder={words.search}
        spellCheck={false}
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <div className="settings-list">
        {problems.length === 0 ? null : (
          <WarningText>{problems.includes('*') ? words.fileIgnored : words.ignored(problems.join(', '))}</WarningText>
        )}
        {shown.map(([title, items]) => (
          <section key={title} className="settings-section">
            <h3 className="settings-heading">{title}</h3>
            {items}
          </section>
        ))}
        {shown.length === 0 ? <p className="palette-nothing">{words.nothing}</p> : null}
      </div>
      <DialogFooter>
        <Button slot="close" look="primary">
          {text.app.close}
        </Button>
      </DialogFooter>
    </DialogFrame>
  );
}

type ChoiceSetting = 'theme' | 'language' | 'keyPreset' | 'existingUpload' | 'existingDownload';

function Explained({ hint, children }: { readonly hint: string; readonly children: ReactNode }) {
  return (
    <div className="setting">
      {children}
      <p className="field-hint">{hint}</p>
    </div>
  );
}
