import { useFormatter, useNow, useTranslations } from '../../../text/index.js';
import { PersonLink } from '../../parts/person-link.js';
import { Earlier } from '../review/index.js';
import type { Item } from './review.js';

/** What is known of the person, and what was decided about them before. */
export function Known({ item: { person, uploadedAt, decisions } }: { readonly item: Item }) {
  const t = useTranslations('console.review');
  const format = useFormatter();
  const now = useNow();
  const ago = (time: number) => format.relativeTime(Math.min(time, now), now);
  return (
    <section aria-label={t('known')} className="flex flex-col gap-4">
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        <dt className="text-secondary">{t('person')}</dt>
        <dd className="wrap-anywhere">
          <PersonLink id={person.id}>
            {person.nickname} <span className="text-secondary">{person.username}</span>
          </PersonLink>
        </dd>
        <dt className="text-secondary">{t('id')}</dt>
        <dd>
          <PersonLink id={person.id} />
        </dd>
        <dt className="text-secondary">{t('since')}</dt>
        <dd>{ago(person.createdAt)}</dd>
        <dt className="text-secondary">{t('uploaded')}</dt>
        <dd>{ago(uploadedAt)}</dd>
      </dl>
      <Earlier decisions={decisions} />
    </section>
  );
}
