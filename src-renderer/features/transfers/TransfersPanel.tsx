import { ArrowDown, ArrowDownToLine, ArrowUp, ArrowUpToLine, ChevronDown, ChevronUp, type LucideIcon } from 'lucide-react';
import { Group } from 'react-aria-components/Group';
import { type CommandId, findCommand } from '../../../src-shared/commands.ts';
import { isIdle, type QueueMove, type TransferGroup, transferGroups } from '../../../src-shared/model/transfer.ts';
import { pressedFor } from '../../commands/bindings.ts';
import { keyLabel } from '../../commands/keys.ts';
import { runCommand } from '../../commands/runCommand.ts';
import { tell } from '../../bridge/bridge.ts';
import { setState, useStore, useWords } from '../../store/store.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { TabList, TabPanel } from '../../ui/TabList.tsx';
import { moveRows } from './rowActions.ts';
import { thenFocusTransfers } from './transferFocus.ts';
import { TransferList } from './TransferList.tsx';
import { TransfersFooter } from './TransfersFooter.tsx';

export function TransfersPanel() {
  const { text } = useWords();
  const open = useStore((state) => state.transfersOpen);
  const tab = useStore((state) => state.transfersTab);

  return (
    <section className="transfers" aria-label={text.transfers.title}>
      <div className="tabs">
        <div className="transfers-head">
          <h2 className="transfers-title">{text.transfers.title}</h2>
          <TabList
            label={text.transfers.title}
            tabs={transferGroups.map((group) => ({
              key: group,
              contents: (
                <>
                  {text.transfers.groups[group]}
                  <Count group={group} />
                </>
              ),
            }))}
            selected={tab}
            onSelect={(group) => setState({ transfersTab: group })}
            onClick={() => setState({ transfersOpen: true })}
            idPrefix="transfers"
          />
          <span className="grow" />
          {tab === 'queued' ? <OrderActions /> : null}
          <GroupActions group={tab} />
          <IconButton
            label={open ? text.transfers.hide : text.transfers.show}
            onPress={() => setState({ transfersOpen: !open })}
            aria-expanded={open}
          >
            {open ? <ChevronDown size={16} /> : <ChevronUp size={16} />}
          </IconButton>
        </div>
        <TabPanel key={tab} idPrefix="transfers" tab={tab}>
          <TransferList group={tab} visible={open} />
          <Empty group={tab} />
        </TabPanel>
        <TransfersFooter shown={open} />
      </div>
    </section>
  );
}

/** Counts change often: they alone are drawn again. */
function Count({ group }: { readonly group: TransferGroup }) {
  const { format } = useWords();
  const count = useStore((state) => state.summary.counts[group]);
  return <span className={group === 'failed' && count > 0 ? 'tab-count tab-count-bad' : 'tab-count'}>{format.count(count)}</span>;
}

function Empty({ group }: { readonly group: TransferGroup }) {
  const { text } = useWords();
  const empty = useStore((state) => state.summary.counts[group] === 0);
  const settings = useStore((state) => state.settings);
  if (!empty) return null;
  const words =
    group === 'running' ? text.transfers.empty.running(pressedFor('transfer.copy', settings)) : text.transfers.empty[group];
  return <p className="transfer-empty">{words}</p>;
}

const moves: readonly (readonly [move: QueueMove, command: CommandId, icon: LucideIcon, keys: string])[] = [
  ['top', 'transfer.moveTop', ArrowUpToLine, 'Alt+Home'],
  ['up', 'transfer.moveUp', ArrowUp, 'Alt+Up'],
  ['down', 'transfer.moveDown', ArrowDown, 'Alt+Down'],
  ['bottom', 'transfer.moveBottom', ArrowDownToLine, 'Alt+End'],
];

/** Gives the selected rows another turn. */
function OrderActions() {
  const { text, language } = useWords();
  const none = useStore((state) => state.transferSelection.ids.size === 0);
  const platform = useStore((state) => state.app?.platform ?? 'linux');
  return (
    <Group className="transfers-order" aria-label={text.transfers.order}>
      {moves.map(([move, command, Icon, keys]) => (
        <IconButton
          key={move}
          label={findCommand(command)?.title[language] ?? ''}
          keys={keyLabel(keys, platform)}
          isDisabled={none}
          onPress={() => moveRows(move)}
        >
          <Icon size={16} />
        </IconButton>
      ))}
    </Group>
  );
}

/** What can be done with all rows of a tab. */
function GroupActions({ group }: { readonly group: TransferGroup }) {
  const { text } = useWords();
  const empty = useStore((state) => state.summary.counts[group] === 0);
  const idle = useStore((state) => isIdle(state.summary));
  const paused = useStore((state) => state.summary.paused);
  switch (group) {
    case 'queued':
    case 'running':
      return (
        <>
          {paused ? (
            <Button look="plain" onPress={() => runCommand('transfer.resumeAll')}>
              {text.transfers.resumeAll}
            </Button>
          ) : (
            <Button look="quiet" isDisabled={idle} onPress={() => runCommand('transfer.pauseAll')}>
              {text.transfers.pauseAll}
            </Button>
          )}
          <Button look="quiet" isDisabled={idle} onPress={thenFocusTransfers(() => runCommand('transfer.cancelAll'))}>
            {text.transfers.cancelAll}
          </Button>
        </>
      );
    case 'failed':
      return (
        <>
          <Button look="quiet" isDisabled={empty} onPress={thenFocusTransfers(() => runCommand('transfer.retryFailed'))}>
            {text.transfers.retryFailed}
          </Button>
          <Button look="quiet" isDisabled={empty} onPress={thenFocusTransfers(() => tell('transfer.clear', { group }))}>
            {text.transfers.clear}
          </Button>
        </>
      );
    case 'done':
      return (
        <>
          <Button look="quiet" isDisabled={empty} onPress={() => runCommand('transfer.saveReceipts')}>
            {text.transfers.saveReceipts}
          </Button>
          <Button look="quiet" isDisabled={empty} onPress={() => runCommand('transfer.copyReceipts')}>
            {text.transfers.copyReceipts}
          </Button>
          <Button look="quiet" isDisabled={empty} onPress={thenFocusTransfers(() => tell('transfer.clear', { group }))}>
            {text.transfers.clear}
          </Button>
        </>
      );
  }
}
