import { type Command, commands } from '../../../../src-shared/commands.ts';
import { keyPresets } from '../../../../src-shared/model/settings.ts';
import { useWords } from '../../../store/store.ts';
import type { Words } from '../../../text/text.ts';
import { KeyEditor } from '../KeyEditor.tsx';
import { choiceRow, type SettingSection } from '../rows.tsx';
import { type Search, useSearch } from '../search.ts';

export const keyboard: SettingSection = {
  title: (text) => text.settings.keyboard,
  rows: [
    choiceRow('keyPreset', keyPresets, () => ({ commander: 'Commander', filezilla: 'FileZilla' })),
    {
      name: 'keys',
      isFound: (words, search) => editable(words, search).length > 0,
      Control: Keys,
    },
  ],
};

function Keys() {
  const words = useWords();
  const found = editable(words, useSearch());
  const { keys, keysHint } = words.text.settings;
  return (
    <div role="group" aria-label={keys}>
      <p className="field-label">{keys}</p>
      <p className="field-hint">{keysHint}</p>
      {found.map((command) => (
        <KeyEditor key={command.id} command={command} />
      ))}
    </div>
  );
}

/** The commands whose titles fit. */
function editable({ text, language }: Words, search: Search): readonly Command[] {
  const { keys, keyboard: section } = text.settings;
  return (commands as readonly Command[]).filter(({ title }) => search.fits([section, keys, title[language], title.en]));
}
