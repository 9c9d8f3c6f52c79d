import { Link } from '@tanstack/react-router';
import { Eye, EyeOff, X } from 'lucide-react';
import { useTranslations } from '../../../text/index.js';
import { buttonLook } from '../../../ui/button.js';
import { Icon } from '../../../ui/icon.js';
import { chipLook } from '../../parts/chip-look.js';
import { Pager } from '../../parts/pager.js';
import { PersonLink } from '../../parts/person-link.js';
import { STATES, type PostFilters } from './filters.js';

/** The pages that show what people have posted. */
type PostsPath = '/console/videos' | '/console/moments';

interface Place {
  readonly to: PostsPath;
  readonly filters: PostFilters;
}

/** Shows the pictures clearly, or behind their veil again. */
export function Veil({ to, filters: { clear, ...others } }: Place) {
  const t = useTranslations('console.posts');
  return (
    <Link
      to={to}
      search={clear ? others : { ...others, clear: true }}
      replace
      className={buttonLook('quiet')}
    >
      <Icon of={clear ? EyeOff : Eye} />
      <span className="max-md:sr-only">{t(clear ? 'veil' : 'unveil')}</span>
    </Link>
  );
}

/** The state and the author that the list is narrowed to. */
export function Filters({ to, filters: { before: _, ...all } }: Place) {
  const t = useTranslations('console.posts');
  const { author, ...ofAnybody } = all;
  const { state, ...ofAll } = all;
  return (
    <div role="group" aria-label={t('filters')} className="flex shrink-0 flex-wrap items-center gap-2">
      {[undefined, ...STATES].map((one) => (
        <Link
          key={one ?? 'all'}
          to={to}
          search={one === undefined ? ofAll : { ...ofAll, state: one }}
          activeProps={{ 'aria-current': undefined }}
          aria-current={one === state || undefined}
          className={chipLook(one === state)}
        >
          {t(`states.${one ?? 'all'}`)}
        </Link>
      ))}
      {author !== undefined && (
        <Link
          to={to}
          search={ofAnybody}
          aria-label={t('removeAuthor', { id: author })}
          className={chipLook(true)}
        >
          {t('byAuthor', { id: author })}
          <Icon of={X} size={16} />
        </Link>
      )}
    </div>
  );
}

/** The author, and the way to what else the author has posted. */
export function Author({
  to,
  filters: { before: _, ...filters },
  of: { authorId, authorName, isReported },
}: Place & {
  readonly of: { readonly authorId: number; readonly authorName: string; readonly isReported: boolean };
}) {
  const t = useTranslations('console.posts');
  return (
    <p className="flex min-w-0 items-baseline gap-2 text-small">
      <span className="truncate">
        <PersonLink id={authorId}>{authorName}</PersonLink>
      </span>
      {isReported && <span className="shrink-0 text-danger">{t('authorReported')}</span>}
      {filters.author === undefined && (
        <Link
          to={to}
          search={{ ...filters, author: authorId }}
          aria-label={t('onlyAuthor', { name: authorName })}
          className="shrink-0 text-secondary hover:text-accent hover:underline"
        >
          {t('only')}
        </Link>
      )}
    </p>
  );
}

/** The way through the pages of the list. */
export function Pages({
  to,
  filters: { before, ...all },
  next,
}: Place & { readonly next: number | undefined }) {
  const t = useTranslations('console.posts');
  return (
    <Pager
      label={t('pages')}
      to={to}
      first={before !== undefined && all}
      next={next !== undefined && { ...all, before: next }}
      words={[t('newest'), t('older')]}
    />
  );
}
