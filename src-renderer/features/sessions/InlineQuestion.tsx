import type { ReactNode } from 'react';
import { CircleAlert } from 'lucide-react';

/** A question inside a dialog, with its answers. Read aloud at once. */
export function InlineQuestion({ words, children }: { readonly words: string; readonly children: ReactNode }) {
  return (
    <div role="alert" className="message message-warn inline-question">
      <CircleAlert size={16} aria-hidden="true" />
      <span className="grow">{words}</span>
      <span className="inline-answers">{children}</span>
    </div>
  );
}
