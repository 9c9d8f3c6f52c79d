import type { CSSProperties, ReactNode } from 'react';
import { classes } from './classes.js';
import { useListWidth } from './list-width.js';
import { Splitter } from './splitter.js';

interface TwoPanesProps {
  /** The name of the list. */
  readonly label: string;
  readonly list: ReactNode;
  /** Whether something of the list is open: a narrow window shows only that, else only the list. */
  readonly isOpen: boolean;
  /** What is open, or what a wide window shows in its place. */
  readonly children: ReactNode;
}

/** The frame of a page: a list, and beside it what is open. */
export function TwoPanes({ label, list, isOpen, children }: TwoPanesProps) {
  const [width] = useListWidth();
  return (
    <main id="content" tabIndex={-1} className="flex min-w-0 grow outline-none">
      <section
        aria-label={label}
        style={{ '--spacing-list': `${width}px` } as CSSProperties}
        className={classes(
          'w-full flex-col border-line bg-panel lg:flex lg:w-list lg:shrink-0 lg:border-e',
          isOpen ? 'hidden' : 'flex',
        )}
      >
        {list}
      </section>
      <Splitter label={label} />
      <div className={classes('min-w-0 grow flex-col lg:flex', isOpen ? 'flex' : 'hidden')}>{children}</div>
    </main>
  );
}
