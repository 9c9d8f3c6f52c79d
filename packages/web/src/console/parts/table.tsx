import type { ReactNode } from 'react';
import { classes } from '../../ui/classes.js';

interface TableProps {
  readonly label: string;
  /** The names of the columns; an empty one is spoken by its cells. */
  readonly columns: readonly string[];
  /** It scrolls in the space that the page leaves, below its head. */
  readonly fills?: boolean;
  readonly children: ReactNode;
}

/** Rows under a head that stays. */
export function Table({ label, columns, fills = false, children }: TableProps) {
  return (
    // A keyboard scrolls what has the focus.
    <div
      role="region"
      aria-label={label}
      tabIndex={0}
      className={classes(
        'relative overflow-auto rounded-card border border-line bg-panel',
        fills ? 'min-h-0' : 'shrink-0',
      )}
    >
      <table className="w-full text-start">
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column}
                scope="col"
                className="sticky top-0 z-10 h-10 border-b border-line bg-panel px-3 text-start text-small font-medium whitespace-nowrap text-secondary"
              >
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

/** A row of a table. */
export function Row({
  isMarked = false,
  children,
}: {
  readonly isMarked?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <tr
      className={classes('border-line not-last:border-b', isMarked ? 'bg-tint' : 'hover:bg-hover')}
      aria-current={isMarked || undefined}
    >
      {children}
    </tr>
  );
}

/** A cell of a table. */
export function Cell({
  className,
  children,
}: {
  readonly className?: string;
  readonly children?: ReactNode;
}) {
  return <td className={classes('h-10 px-3 py-1.5', className)}>{children}</td>;
}
