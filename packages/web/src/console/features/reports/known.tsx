import { useFormatter, useNow, useTranslations } from '../../../text/index.js';
import { PersonLink } from '../../parts/person-link.js';
import { Earlier, useEndText } from '../review/index.js';
import type { Details, Item } from './review.js';

/** What is known of a reported person, and what was decided about them before. */
export function Known({
  item: { person, weight, oldestAt, sanctions, decisions },
  together,
}: {
  readonly item: Item;
  /** Absent until the reports are open. */
  readonly together: Details['together'] | undefined;
}) {
  const t = useTranslations('console.reports');
  const common = useTranslations('console.review');
  const format = useFormatter();
  const now = useNow();
  const ending = useEndText();
  const ago = (time: number) => format.relativeTime(Math.min(time, now), now);
  const figure = (value: number) => format.number(value, { maximumFractionDigits: 2 });
  return (
    <section aria-label={common('known')} className="flex flex-col gap-4">
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        <dt className="text-secondary">{common('person')}</dt>
        <dd className="wrap-anywhere">
          <PersonLink id={person.id}>
            {person.nickname} <span className="text-secondary">{person.username}</span>
          </PersonLink>
        </dd>
        <dt className="text-secondary">{common('id')}</dt>
        <dd>
          <PersonLink id={person.id} />
        </dd>
        <dt className="text-secondary">{common('since')}</dt>
        <dd>{ago(person.createdAt)}</dd>
        <dt className="text-secondary">{t('status')}</dt>
        <dd>{t(`statuses.${person.status}`)}</dd>
        <dt className="text-secondary">{t('oldest')}</dt>
        <dd>{ago(oldestAt)}</dd>
        <dt className="text-secondary">{t('total')}</dt>
        <dd className="tabular-nums">{figure(weight)}</dd>
        {together && (
          <>
            <dt className="text-secondary">{t('counted')}</dt>
            <dd>
              {t('together', {
                weight: figure(together.weight),
                reporters: together.reporters,
                sources: together.sources,
              })}
            </dd>
          </>
        )}
        <dt className="text-secondary">{t('inForce')}</dt>
        <dd>
          {sanctions.length === 0
            ? common('noEarlier')
            : sanctions.map(({ kind, until }) => (
                <span key={kind} className="block">
                  {common(`sanctions.kinds.${kind}`)}
                  {', '}
                  {ending(until)}
                </span>
              ))}
        </dd>
      </dl>
      <Earlier decisions={decisions} />
    </section>
  );
}
