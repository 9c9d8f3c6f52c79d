import { useFormatter, useNow, useTranslations } from '../../../text/index.js';
import { useWhat } from '../../admin/index.js';
import type { Item } from './queue.js';

/** What is known of the person, and what was decided about them before. */
export function Known({ item: { person, uploadedAt, decisions } }: { readonly item: Item }) {
  const t = useTranslations('console.photos');
  const format = useFormatter();
  const now = useNow();
  const wordsOf = useWhat();
  const ago = (time: number) => format.relativeTime(Math.min(time, now), now);
  return (
    <section aria-label={t('known')} className="flex flex-col gap-4">
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        <dt className="text-secondary">{t('person')}</dt>
        <dd className="wrap-anywhere">
          {person.nickname} <span className="text-secondary">{person.username}</span>
        </dd>
        <dt className="text-secondary">{t('id')}</dt>
        <dd className="tabular-nums select-all">{person.id}</dd>
        <dt className="text-secondary">{t('since')}</dt>
        <dd>{ago(person.createdAt)}</dd>
        <dt className="text-secondary">{t('uploaded')}</dt>
        <dd>{ago(uploadedAt)}</dd>
      </dl>
      <div className="flex flex-col gap-2">
        <h3 className="font-strong">{t('earlier')}</h3>
        {decisions.length === 0 && <p className="text-secondary">{t('noEarlier')}</p>}
        <ol className="flex flex-col gap-2">
          {decisions.map(({ at, by, what, why }) => (
            <li key={`${at}-${what}-${why}`}>
              <p>
                {wordsOf(what)} <span className="text-secondary">{t('by', { name: by, time: ago(at) })}</span>
              </p>
              {why !== '' && <p className="text-small text-secondary wrap-anywhere">{why}</p>}
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}
