import { Link, type LinkProps } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { classes } from './classes.js';
import { Icon } from './icon.js';

interface BackLinkProps extends Pick<LinkProps, 'to' | 'search'> {
  readonly label: string;
  /** Also where the list is beside it. */
  readonly isAlways?: boolean;
  readonly className?: string;
}

/** The way back from a pane to its list, in a narrow window. */
export function BackLink({ label, isAlways = false, className, ...to }: BackLinkProps) {
  return (
    <Link
      {...to}
      aria-label={label}
      className={classes(
        'flex size-11 shrink-0 items-center justify-center rounded-pill text-secondary hover:bg-hover',
        !isAlways && 'lg:hidden',
        className,
      )}
    >
      <Icon of={ArrowLeft} />
    </Link>
  );
}
