import { classes } from '../../ui/classes.js';

/** The classes of a filter, a link that changes the address. */
export function chipLook(isOn: boolean, className?: string): string {
  return classes(
    'flex h-8 items-center gap-1.5 rounded-pill border border-line px-3 text-small font-medium transition-colors',
    isOn ? 'bg-tint text-accent' : 'text-secondary hover:bg-hover',
    className,
  );
}
