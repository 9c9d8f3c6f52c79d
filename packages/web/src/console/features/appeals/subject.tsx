import { ArrowRight } from 'lucide-react';
import type { Ref } from 'react';
import { useFormatter, useNow, useTranslations } from '../../../text/index.js';
import { IconButton } from '../../../ui/button.js';
import { Icon } from '../../../ui/icon.js';
import { PersonLink } from '../../parts/person-link.js';
import { useEndText } from '../review/index.js';
import type { Item } from './review.js';

/** The words of the person, and the sanction that they are about. */
export function Subject({
  item,
  heading,
  onNext,
}: {
  readonly item: Item | undefined;
  readonly heading: Ref<HTMLHeadingElement>;
  readonly onNext: () => void;
}) {
  const t = useTranslations('console.appeals');
  const common = useTranslations('console.review');
  const format = useFormatter();
  const now = useNow();
  const ending = useEndText();
  const ago = (time: number) => format.relativeTime(Math.min(time, now), now);
  if (!item)
    return (
      <section className="flex grow items-center justify-center p-6 text-secondary">
        <h2 ref={heading} tabIndex={-1} className="outline-none">
          {t('empty')}
        </h2>
      </section>
    );
  const { person, kind, until, text, appealedAt, imposed } = item;
  return (
    <section className="flex min-h-0 min-w-0 grow flex-col gap-4 bg-other p-4 max-lg:shrink-0 lg:overflow-y-auto">
      <header className="flex items-start justify-between gap-2">
        <h2 ref={heading} tabIndex={-1} className="min-w-0 font-medium wrap-anywhere outline-none">
          {t('of', { name: person.nickname || person.username })}
        </h2>
        <IconButton label={common('next')} className="-m-2 lg:hidden" onClick={onNext}>
          <Icon of={ArrowRight} />
        </IconButton>
      </header>
      <figure className="flex flex-col gap-2 rounded-card border border-line bg-panel p-4">
        <blockquote className="wrap-anywhere whitespace-pre-wrap">{text}</blockquote>
        <figcaption className="text-small text-secondary">
          {t('written', { name: person.username, time: ago(appealedAt) })}
        </figcaption>
      </figure>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 rounded-card border border-line bg-panel p-4">
        <dt className="text-secondary">{t('sanction')}</dt>
        <dd>
          {common(`sanctions.kinds.${kind}`)}
          {', '}
          {ending(until)}
        </dd>
        <dt className="text-secondary">{t('by')}</dt>
        <dd>{common('by', { name: imposed.by, time: ago(imposed.at) })}</dd>
        <dt className="text-secondary">{t('why')}</dt>
        <dd className="wrap-anywhere">{imposed.why}</dd>
        <dt className="text-secondary">{common('id')}</dt>
        <dd>
          <PersonLink id={person.id} />
        </dd>
        <dt className="text-secondary">{common('since')}</dt>
        <dd>{ago(person.createdAt)}</dd>
      </dl>
    </section>
  );
}
