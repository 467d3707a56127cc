import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface PaneMessageProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly children?: ReactNode;
  /** What can be done about it. */
  readonly actions?: ReactNode;
  /** `busy`: the rows below are seen, and are not to be read now. */
  readonly tone?: 'quiet' | 'bad' | 'busy';
}

/** What a pane says when it has no rows to show, and the way on. */
export function PaneMessage({ icon: Icon, title, children, actions, tone = 'quiet' }: PaneMessageProps) {
  return (
    <div className="pane-message" data-tone={tone} {...(tone === 'bad' ? { role: 'alert' } : {})}>
      <Icon size={32} strokeWidth={1.25} aria-hidden="true" />
      <h2 className="pane-message-title">{title}</h2>
      <div className="pane-message-body">{children}</div>
      {actions === undefined ? null : <div className="pane-message-actions">{actions}</div>}
    </div>
  );
}
