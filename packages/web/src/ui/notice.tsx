import type { ReactNode } from 'react';
import { classes } from './classes.js';

/** A sentence about the whole form or page; spoken when it appears. */
export function Notice({
  isError = false,
  children,
}: {
  readonly isError?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <p
      role={isError ? 'alert' : 'status'}
      className={classes('rounded-control px-4 py-3', isError ? 'bg-danger-tint text-danger' : 'bg-tint')}
    >
      {children}
    </p>
  );
}
