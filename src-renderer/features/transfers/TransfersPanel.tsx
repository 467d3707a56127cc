import { ArrowDown, ArrowDownToLine, ArrowUp, ArrowUpToLine, ChevronDown, ChevronUp, type LucideIcon } from 'lucide-react';
import { Group } from 'react-aria-components/Group';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import { type CommandId, findCommand } from '../../../src-shared/commands.ts';
import { type QueueMove, type TransferGroup, transferGroups } from '../../../src-shared/model/transfer.ts';
import { keyLabel } from '../../commands/keys.ts';
import { runCommand } from '../../commands/runCommand.ts';
import { tell } from '../../bridge/bridge.ts';
import { setState, useStore, useWords } from '../../store/store.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { moveRows } from './rowActions.ts';
import { TransferList } from './TransferList.tsx';
import { TransfersFooter } from './TransfersFooter.tsx';

export function TransfersPanel() {
  const { text, format } = useWords();
  const open = useStore((state) => state.transfersOpen);
  const tab = useStore((state) => state.transfersTab);
  const counts = useStore((state) => state.summary.counts);

  return (
    <section className="transfers" aria-label={text.transfers.title}>
      <Tabs
        className="tabs"
        selectedKey={tab}
        onSelectionChange={(key) => {
          const group = transferGroups.find((candidate) => candidate === key);
          if (group !== undefined) setState({ transfersTab: group });
        }}
      >
        <div className="transfers-head">
          <h2 className="transfers-title">{text.transfers.title}</h2>
          <TabList className="tab-list" aria-label={text.transfers.title}>
            {transferGroups.map((group) => (
              <Tab key={group} id={group} className="tab" onClick={() => setState({ transfersOpen: true })}>
                {text.transfers.groups[group]}
                <span className={group === 'failed' && counts.failed > 0 ? 'tab-count tab-count-bad' : 'tab-count'}>
                  {format.count(counts[group])}
                </span>
              </Tab>
            ))}
          </TabList>
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
        {transferGroups.map((group) => (
          <TabPanel key={group} id={group} className="tab-panel">
            <TransferList group={group} visible={open} />
            {counts[group] === 0 ? <p className="transfer-empty">{text.transfers.empty[group]}</p> : null}
          </TabPanel>
        ))}
        <TransfersFooter shown={open} />
      </Tabs>
    </section>
  );
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
  const count = useStore((state) => state.summary.counts[group]);
  const active = useStore((state) => state.summary.counts.queued + state.summary.counts.running);
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
            <Button look="quiet" isDisabled={active === 0} onPress={() => runCommand('transfer.pauseAll')}>
              {text.transfers.pauseAll}
            </Button>
          )}
          <Button look="quiet" isDisabled={active === 0} onPress={() => runCommand('transfer.cancelAll')}>
            {text.transfers.cancelAll}
          </Button>
        </>
      );
    case 'failed':
      return (
        <>
          <Button look="quiet" isDisabled={count === 0} onPress={() => runCommand('transfer.retryFailed')}>
            {text.transfers.retryFailed}
          </Button>
          <Button look="quiet" isDisabled={count === 0} onPress={() => tell('transfer.clear', { group })}>
            {text.transfers.clear}
          </Button>
        </>
      );
    case 'done':
      return (
        <>
          <Button look="quiet" isDisabled={count === 0} onPress={() => runCommand('transfer.saveReceipts')}>
            {text.transfers.saveReceipts}
          </Button>
          <Button look="quiet" isDisabled={count === 0} onPress={() => runCommand('transfer.copyReceipts')}>
            {text.transfers.copyReceipts}
          </Button>
          <Button look="quiet" isDisabled={count === 0} onPress={() => tell('transfer.clear', { group })}>
            {text.transfers.clear}
          </Button>
        </>
      );
  }
}
