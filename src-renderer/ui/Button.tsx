import type { ReactNode, RefAttributes } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button';
import { Tooltip, TooltipTrigger } from 'react-aria-components/Tooltip';

interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'children'>, RefAttributes<HTMLButtonElement> {
  readonly children: ReactNode;
  /** `primary`: the one thing this screen is for; `danger`: what can't be undone. */
  readonly look?: 'plain' | 'primary' | 'danger' | 'quiet';
}

export function Button({ look = 'plain', ...props }: ButtonProps) {
  return <AriaButton {...props} className={`button button-${look}`} />;
}

interface IconButtonProps
  extends Omit<AriaButtonProps, 'className' | 'children' | 'aria-label'>,
    RefAttributes<HTMLButtonElement> {
  /** Its accessible name, and the tooltip. */
  readonly label: string;
  /** Shown in the tooltip. */
  readonly keys?: string | undefined;
  readonly children: ReactNode;
}

export function IconButton({ label, keys, children, ...props }: IconButtonProps) {
  return (
    <TooltipTrigger delay={600} closeDelay={0}>
      <AriaButton {...props} aria-label={label} className="icon-button">
        {children}
      </AriaButton>
      <Tooltip className="tooltip" offset={6}>
        {label}
        {keys === undefined ? null : <kbd className="key">{keys}</kbd>}
      </Tooltip>
    </TooltipTrigger>
  );
}
