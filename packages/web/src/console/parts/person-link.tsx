import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

/** The way to the page of a person; shows the id if nothing else is given. */
export function PersonLink({ id, children = id }: { readonly id: number; readonly children?: ReactNode }) {
  return (
    <Link
      to="/console/people/$id"
      params={{ id }}
      className="rounded-joint text-accent tabular-nums hover:underline"
    >
      {children}
    </Link>
  );
}
