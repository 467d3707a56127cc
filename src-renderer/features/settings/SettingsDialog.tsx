import { useMemo, useState } from 'react';
import { showDialog, useWords } from '../../store/store.ts';
import { Button } from '../../ui/Button.tsx';
import { DialogFooter, DialogFrame } from '../../ui/DialogFrame.tsx';
import { Problems } from './Problems.tsx';
import { Search, SearchContext } from './search.ts';
import { sections } from './sections/sections.ts';

/** Every setting with what it does. A change holds at once. */
export function SettingsDialog() {
  const words = useWords();
  const { text } = words;
  const [typed, setTyped] = useState('');
  const search = useMemo(() => new Search(typed), [typed]);
  const shown = sections
    .map(({ title, rows }) => ({ title: title(text), rows: rows.filter((row) => row.isFound(words, search)) }))
    .filter(({ rows }) => rows.length > 0);

  return (
    <DialogFrame title={text.settings.title} width="wide" onClose={() => showDialog(undefined)}>
      <input
        autoFocus
        type="search"
        className="input palette-field"
        aria-label={text.settings.search}
        placeholder={text.settings.search}
        spellCheck={false}
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <div className="settings-list">
        <Problems />
        <SearchContext value={search}>
          {shown.map(({ title, rows }) => (
            <section key={title} className="settings-section">
              <h3 className="settings-heading">{title}</h3>
              {rows.map(({ name, Control }) => (
                <Control key={name} />
              ))}
            </section>
          ))}
        </SearchContext>
        {shown.length === 0 ? <p className="palette-nothing">{text.settings.nothing}</p> : null}
      </div>
      <DialogFooter>
        <Button slot="close" look="primary">
          {text.app.close}
        </Button>
      </DialogFooter>
    </DialogFrame>
  );
}
