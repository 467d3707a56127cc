import {
  BookMarked,
  Eye,
  Link2,
  FolderPlus,
  PanelBottom,
  Pencil,
  Plug,
  RotateCw,
  Share2,
  Trash2,
  type LucideIcon,
  Copy,
} from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { Group } from 'react-aria-components/Group';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { Toolbar as AriaToolbar } from 'react-aria-components/Toolbar';
import { Tooltip, TooltipTrigger } from 'react-aria-components/Tooltip';
import { type CommandId, findCommand } from '../../../src-shared/commands.ts';
import { isEnabled, presentConditions } from '../../commands/conditions.ts';
import { commandKeyLabel } from '../../commands/bindings.ts';
import { checkedCommands, runCommand } from '../../commands/runCommand.ts';
import { useStore, useWords } from '../../store/store.ts';
import { ServerChip } from '../server/ServerChip.tsx';

interface Tool {
  readonly id: CommandId;
  readonly icon: LucideIcon;
  /** With its title beside the icon. */
  readonly labelled?: true;
}

const groups: readonly (readonly Tool[])[] = [
  [
    { id: 'session.connect', icon: Plug, labelled: true },
    { id: 'session.sites', icon: BookMarked },
  ],
  [
    { id: 'transfer.copy', icon: Copy },
    { id: 'entry.newFolder', icon: FolderPlus },
    { id: 'entry.rename', icon: Pencil },
    { id: 'entry.delete', icon: Trash2 },
    { id: 'view.refresh', icon: RotateCw },
  ],
];
const toggles: readonly Tool[] = [
  { id: 'view.sync', icon: Link2 },
  { id: 'view.hidden', icon: Eye },
  { id: 'view.transfers', icon: PanelBottom },
];

export function Toolbar() {
  const { text } = useWords();
  const running = useStore((state) => state.server.state === 'running');
  return (
    <AriaToolbar className="toolbar" aria-label={text.app.toolbar}>
      {groups.map((tools) => (
        <Group key={tools[0]?.id} className="toolbar-group">
          {tools.map((tool) => (
            <CommandButton key={tool.id} tool={tool} />
          ))}
        </Group>
      ))}
      <div className="grow" />
      {running ? <ServerChip /> : <CommandButton tool={{ id: 'server.start', icon: Share2, labelled: true }} />}
      <Group className="toolbar-group">
        {toggles.map((tool) => (
          <CommandButton key={tool.id} tool={tool} />
        ))}
      </Group>
    </AriaToolbar>
  );
}

function CommandButton({ tool }: { readonly tool: Tool }) {
  const { language } = useWords();
  const command = findCommand(tool.id);
  const enabled = useStore((state) => command !== undefined && isEnabled(command, presentConditions(state)));
  const checked = useStore((state) => (checkedCommands(state) as readonly string[]).includes(tool.id));
  const settings = useStore((state) => state.settings);
  if (command === undefined) return null;
  const Icon = tool.icon;
  const title = command.title[language].replace(/…$/, '');
  const common = {
    className: tool.labelled === true ? 'tool tool-labelled' : 'tool',
    'aria-label': title,
    isDisabled: !enabled,
  };
  const content = (
    <>
      <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
      {tool.labelled === true ? <span className="tool-label">{title}</span> : null}
    </>
  );
  const key = commandKeyLabel(tool.id, settings);
  return (
    <TooltipTrigger delay={600} closeDelay={0}>
      {command.toggle === true ? (
        <ToggleButton {...common} isSelected={checked} onChange={() => runCommand(tool.id)}>
          {content}
        </ToggleButton>
      ) : (
        <Button {...common} onPress={() => runCommand(tool.id)}>
          {content}
        </Button>
      )}
      <Tooltip className="tooltip" offset={6}>
        {title}
        {key === undefined ? null : <kbd className="key">{key}</kbd>}
      </Tooltip>
    </TooltipTrigger>
  );
}
