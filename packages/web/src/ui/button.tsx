import type { ButtonHTMLAttributes, ComponentPropsWithRef, ReactNode } from 'react';
import { classes } from './classes.js';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** `main` once a screen, `danger` for what cannot be undone. */
  readonly look?: 'main' | 'plain' | 'quiet' | 'danger';
  /** Something is under way: the button cannot be pressed again, and keeps its size. */
  readonly isBusy?: boolean;
  readonly children: ReactNode;
}

const LOOKS = {
  main: 'bg-accent text-on-accent hover:bg-accent-hover',
  plain: 'bg-panel border border-edge hover:bg-hover',
  quiet: 'text-accent hover:bg-tint',
  danger: 'text-danger border border-edge hover:bg-danger-tint',
} as const;

/** A button with words. */
export function Button({
  look = 'plain',
  isBusy = false,
  className,
  children,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-disabled={isBusy || undefined}
      onClick={(event) => (isBusy ? event.preventDefault() : rest.onClick?.(event))}
      className={buttonLook(look, className)}
    >
      {children}
    </button>
  );
}

/** The classes of a button, for a link that looks like one. */
export function buttonLook(look: keyof typeof LOOKS, className?: string): string {
  return classes(
    'inline-flex h-11 items-center justify-center gap-2 rounded-control px-4 font-medium transition active:scale-98 disabled:opacity-50 aria-disabled:opacity-60',
    LOOKS[look],
    className,
  );
}

interface IconButtonProps extends ComponentPropsWithRef<'button'> {
  /** Spoken, and shown when the pointer rests on it. */
  readonly label: string;
  readonly look?: keyof typeof ICON_LOOKS;
  readonly children: ReactNode;
}

const ICON_LOOKS = {
  quiet: 'text-secondary hover:bg-hover hover:text-text',
  main: 'bg-accent text-on-accent hover:bg-accent-hover',
} as const;

/** A button with an icon. */
export function IconButton({ label, look = 'quiet', className, children, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      title={label}
      className={classes(
        'inline-flex size-11 shrink-0 items-center justify-center rounded-pill transition active:scale-95 disabled:opacity-50',
        ICON_LOOKS[look],
        className,
      )}
    >
      {children}
    </button>
  );
}
