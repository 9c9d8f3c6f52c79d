import { Link, useCanGoBack, useRouter, type LinkProps } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import type { MouseEvent } from 'react';
import { classes } from './classes.js';
import { Icon } from './icon.js';

interface BackLinkProps extends Pick<LinkProps, 'to' | 'search'> {
  readonly label: string;
  /** Also where the list is beside it. */
  readonly isAlways?: boolean;
  readonly className?: string;
  readonly onClick?: (event: MouseEvent) => void;
}

/** The way back from a pane to its list, in a narrow window. */
export function BackLink({ label, isAlways = false, className, onClick, ...to }: BackLinkProps) {
  return (
    <Link
      {...to}
      aria-label={label}
      onClick={onClick}
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

interface ReturnLinkProps {
  readonly label: string;
  /** Where to go if the page was opened by its address. */
  readonly to?: '/me' | '/discover';
  /** Wide windows show it too. */
  readonly isAlways?: boolean;
}

/** The way back from a page that a phone has no tab for: to the page before it. */
export function ReturnLink({ label, to = '/me', isAlways = false }: ReturnLinkProps) {
  const router = useRouter();
  const canGoBack = useCanGoBack();
  function goBack(event: MouseEvent): void {
    if (!canGoBack) return;
    event.preventDefault();
    router.history.back();
  }
  return (
    <BackLink
      to={to}
      label={label}
      isAlways
      className={isAlways ? '-ms-2' : '-ms-2 md:hidden'}
      onClick={goBack}
    />
  );
}
