import { type Command, commandKeys, commands, menuNames, menuTitles } from '../../../src-shared/commands.ts';
import { keyLabel } from '../../commands/keys.ts';
import { showDialog, useStore, useWords } from '../../store/store.ts';
import { Button } from '../../ui/Button.tsx';
import { DialogFooter, DialogFrame } from '../../ui/DialogFrame.tsx';

/** Every key of the command table, menu by menu, and those of the list itself. */
export function KeysDialog() {
  const { text, language } = useWords();
  const platform = useStore((state) => state.app?.platform ?? 'linux');
  const settings = useStore((state) => state.settings);
  const { list } = text.help;
  const own: readonly (readonly [string, readonly string[]])[] = [
    [list.arrows, ['↑', '↓', 'Home', 'End', 'PgUp', 'PgDn']],
    [list.extend, ['Shift+↑', 'Shift+↓']],
    [list.space, [text.help.keyNames.space]],
    [list.insert, ['Insert']],
    [list.typeAhead, [list.letters]],
    [list.escape, ['Esc']],
    [list.contextMenu, ['Shift+F10']],
    [list.menuBar, ['F10']],
  ];
  const { transferList } = text.help;
  const ofTransfers: readonly (readonly [string, readonly string[]])[] = [
    [list.arrows, ['↑', '↓', 'Home', 'End', 'PgUp', 'PgDn']],
    [list.extend, ['Shift+↑', 'Shift+↓']],
    [transferList.select, [text.help.keyNames.space]],
    [transferList.all, ['Ctrl+A']],
    [transferList.order, ['Alt+↑', 'Alt+↓']],
    [transferList.ends, ['Alt+Home', 'Alt+End']],
    [transferList.priority, ['+', '-']],
    [transferList.pause, ['P']],
    [transferList.retry, ['R']],
    [transferList.cancel, ['Del']],
    [transferList.reveal, ['Enter']],
    [list.contextMenu, ['Shift+F10']],
  ];
  const sections = menuNames
    .map((menu) => ({
      title: menuTitles[menu][language],
      commands: (commands as readonly Command[]).filter(
        (command) => command.menu?.name === menu && commandKeys(command.id, settings).length > 0,
      ),
    }))
    .filter((section) => section.commands.length > 0);
  return (
    <DialogFrame title={text.help.keysTitle} width="wide" onClose={() => showDialog(undefined)}>
      <div className="keys-columns">
        <section className="keys-section">
          <h3 className="keys-heading">{text.help.inLists}</h3>
          <dl className="keys-list">
            {own.map(([title, keys]) => (
              <KeyLine key={title} title={title} keys={keys} />
            ))}
          </dl>
        </section>
        <section className="keys-section">
          <h3 className="keys-heading">{text.help.inTransfers}</h3>
          <dl className="keys-list">
            {ofTransfers.map(([title, keys]) => (
              <KeyLine key={title} title={title} keys={keys} />
            ))}
          </dl>
        </section>
        {sections.map((section) => (
          <section key={section.title} className="keys-section">
            <h3 className="keys-heading">{section.title}</h3>
            <dl className="keys-list">
              {section.commands.map((command) => (
                <KeyLine
                  key={command.id}
                  title={command.title[language].replace(/…$/, '')}
                  keys={commandKeys(command.id, settings).map((key) => keyLabel(key, platform))}
                />
              ))}
            </dl>
          </section>
        ))}
      </div>
      <DialogFooter>
        <Button slot="close" look="primary" autoFocus>
          {text.app.close}
        </Button>
      </DialogFooter>
    </DialogFrame>
  );
}

function KeyLine({ title, keys }: { readonly title: string; readonly keys: readonly string[] }) {
  return (
    <div className="keys-line">
      <dt>{title}</dt>
      <dd>
        {keys.map((key) => (
          <kbd key={key} className="key">
            {key}
          </kbd>
        ))}
      </dd>
    </div>
  );
}
