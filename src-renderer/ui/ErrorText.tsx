import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

/** What went wrong with what a dialog was asked to do. Read aloud at once. */
export function ErrorText({ children }: { readonly children: ReactNode }) {
  return (
    <p role="alert" className="message message-bad">
      <CircleAlert size={16} aria-hidden="true" />
      <span>{children}</span>
    </p>
  );
}

export function WarningText({ children }: { readonly children: ReactNode }) {
  return (
    <p className="message message-warn">
      <CircleAlert size={16} aria-hidden="true" />
      <span>{children}</span>
    </p>
  );
}
