import { Link, type LinkProps } from '@tanstack/react-router';
import { buttonLook } from '../../ui/button.js';

type Search = NonNullable<LinkProps['search']>;

/** The way through the pages of a list, below it; nothing for a single page. */
export function Pager({
  label,
  to,
  first,
  next,
  words,
}: {
  readonly label: string;
  readonly to: NonNullable<LinkProps['to']>;
  /** The search of the first page, unless it is this one. */
  readonly first: Search | false;
  /** The search of the next page, if there is one. */
  readonly next: Search | false;
  /** The names of the two links. */
  readonly words: readonly [first: string, next: string];
}) {
  if (!first && !next) return null;
  return (
    <nav aria-label={label} className="flex shrink-0 gap-2">
      {[first, next].map(
        (search, at) =>
          search && (
            <Link key={words[at]} to={to} search={search} className={buttonLook('plain')}>
              {words[at]}
            </Link>
          ),
      )}
    </nav>
  );
}
