import { Link, type LinkProps } from '@tanstack/react-router';
import { chipLook } from './chip-look.js';

/** Values of one filter of which one applies at most; the one that applies is left by another press, unless one has to. */
export function Chips<F extends object, N extends keyof F, V extends NonNullable<F[N]> & (string | number)>({
  label,
  to,
  options,
  name,
  first,
  filters,
  wordsOf,
}: {
  readonly label: string;
  readonly to: NonNullable<LinkProps['to']>;
  readonly options: readonly V[];
  readonly name: N;
  /** Applies if the address names none. */
  readonly first?: V;
  /** What the address says, without the page. */
  readonly filters: F;
  readonly wordsOf: (option: V) => string;
}) {
  const { [name]: present = first, ...others } = filters;
  return (
    <div role="group" aria-label={label} className="flex shrink-0 flex-wrap gap-2">
      {options.map((option) => {
        const isOn = option === present;
        const search: object = isOn || option === first ? others : { ...others, [name]: option };
        return (
          <Link
            key={option}
            to={to}
            search={search as NonNullable<LinkProps['search']>} // the filters are those of the page
            // Two searches of which one contains the other are not the same filter.
            activeOptions={{ exact: true, includeSearch: false }}
            activeProps={{ 'aria-current': undefined }}
            aria-current={isOn || undefined}
            className={chipLook(isOn)}
          >
            {wordsOf(option)}
          </Link>
        );
      })}
    </div>
  );
}
