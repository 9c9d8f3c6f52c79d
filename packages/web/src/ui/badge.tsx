import { classes } from './classes.js';

interface BadgeProps {
  readonly count: number;
  /** Spoken in place of the number. */
  readonly label: string;
  /** Counts what asks for no attention. */
  readonly isQuiet?: boolean;
  readonly className?: string;
}

/** A number of things that wait, in a pill. */
export function Badge({ count, label, isQuiet = false, className }: BadgeProps) {
  return (
    <span
      role="img"
      aria-label={label}
      className={classes(
        'min-w-5 shrink-0 rounded-pill px-1.5 text-center text-meta leading-5 font-medium tabular-nums',
        isQuiet ? 'bg-other text-secondary' : 'bg-accent text-on-accent',
        className,
      )}
    >
      {count > 99 ? '99+' : count}
    </span>
  );
}
