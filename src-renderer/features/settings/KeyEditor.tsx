import { RotateCcw, X } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { type Command, commandKeys } from '../../../src-shared/commands.ts';
import { accelerator, keyLabel } from '../../commands/keys.ts';
import { saveSettings } from '../../store/settings.ts';
import { useStore, useWords } from '../../store/store.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Marked } from './Marked.tsx';
import { isAssignable, keyOwner, withKey, withoutOwnKeys } from './keyChanges.ts';

/** The keys of one command: press Change, then the keys. What another command has is taken only when that is confirmed. */
export function KeyEditor({ command }: { readonly command: Command }) {
  const { text, language } = useWords();
  const settings = useStore((state) => state.settings);
  const platform = useStore((state) => state.app?.platform ?? 'linux');
  const [listening, setListening] = useState(false);
  const [wanted, setWanted] = useState<string>();
  const [refused, setRefused] = useState(false);
  const { id } = command;
  const title = command.title[language].replace(/…$/, '');
  const owner = wanted === undefined ? undefined : keyOwner(wanted, id, settings);

  const stop = (): void => {
    setListening(false);
    setWanted(undefined);
    setRefused(false);
  };
  const give = (key: string): void => {
    saveSettings({ keys: withKey(settings, id, key) });
    stop();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!listening || ['Control', 'Alt', 'Shift', 'Meta', 'AltGraph'].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') return stop();
    const key = accelerator(event.nativeEvent, platform);
    setRefused(!isAssignable(key));
    if (!isAssignable(key)) return;
    if (keyOwner(key, id, settings) === undefined) return give(key);
    setWanted(key);
    setListening(false);
  };

  return (
    <div className="key-row" onKeyDownCapture={onKeyDown}>
      <span className="ellipsis grow">
        <Marked>{title}</Marked>
      </span>
      {commandKeys(id, settings).map((key) => (
        <kbd key={key} className="key">
          {keyLabel(key, platform)}
        </kbd>
      ))}
      <Button
        look="quiet"
        aria-label={text.settings.changeKeysOf(title)}
        onPress={() => setListening(true)}
        onBlur={() => setListening(false)}
      >
        {listening ? text.settings.pressKeys : text.settings.changeKeys}
      </Button>
      <IconButton
        label={text.settings.removeKeysOf(title)}
        isDisabled={commandKeys(id, settings).length === 0}
        onPress={() => saveSettings({ keys: { ...settings.keys, [id]: [] } })}
      >
        <X size={14} />
      </IconButton>
      <IconButton
        label={text.settings.resetKeysOf(title)}
        isDisabled={!Object.hasOwn(settings.keys, id)}
        onPress={() => saveSettings({ keys: withoutOwnKeys(settings, id) })}
      >
        <RotateCcw size={14} />
      </IconButton>
      {refused ? (
        <p className="key-note" role="alert">
          {text.settings.keyRefused}
        </p>
      ) : null}
      {wanted === undefined || owner === undefined ? null : (
        <p className="key-note" role="alert">
          {text.settings.keyTaken(keyLabel(wanted, platform), owner.title[language].replace(/…$/, ''))}
          <Button autoFocus onPress={() => give(wanted)}>
            {text.settings.takeKey}
          </Button>
          <Button look="quiet" onPress={stop}>
            {text.app.cancel}
          </Button>
        </p>
      )}
    </div>
  );
}
