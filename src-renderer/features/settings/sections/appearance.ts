import { choiceRow, type SettingSection, switchRow } from '../rows.tsx';

export const appearance: SettingSection = {
  title: (text) => text.settings.appearance,
  rows: [
    choiceRow('theme', ['system', 'light', 'dark'], (text) => text.settings.themes),
    choiceRow('language', ['system', 'en', 'id'], (text) => ({
      system: text.settings.themes.system,
      en: 'English',
      id: 'Bahasa Indonesia',
    })),
    switchRow('showHidden'),
  ],
};
