import { defaultSettings } from '../../../src-shared/model/settings.ts';
import { saveSettings } from '../../store/settings.ts';
import { useStore, useWords } from '../../store/store.ts';
import { Button } from '../../ui/Button.tsx';
import { WarningText } from '../../ui/ErrorText.tsx';

/** The values in the settings' file that were ignored, and their defaults in their place when the user wants that. */
export function Problems() {
  const { text } = useWords();
  const problems = useStore((state) => state.settingProblems);
  if (problems.length === 0) return null;
  if (problems.includes('*')) return <WarningText>{text.settings.fileIgnored}</WarningText>;
  const reset = (): void => {
    saveSettings(Object.fromEntries(Object.entries(defaultSettings).filter(([name]) => problems.includes(name))));
  };
  return (
    <WarningText>
      {text.settings.ignored(problems.join(', '))}
      <Button onPress={reset}>{text.settings.reset}</Button>
    </WarningText>
  );
}
