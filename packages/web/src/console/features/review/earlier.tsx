import type { admin, Result } from '@kith/contract';
import { useFormatter, useNow, useTranslations } from '../../../text/index.js';
import { useWhat } from '../../admin/index.js';

/** What was decided about a person before. */
export function Earlier({
  decisions,
}: {
  readonly decisions: Result<typeof admin.photos.list>['rows'][number]['decisions'];
}) {
  const t = useTranslations('console.review');
  const format = useFormatter();
  const now = useNow();
  const wordsOf = useWhat();
  return (
    <div className="flex flex-col gap-2">
      <h3 className="font-strong">{t('earlier')}</h3>
      {decisions.length === 0 && <p className="text-secondary">{t('noEarlier')}</p>}
      <ol className="flex flex-col gap-2">
        {decisions.map(({ at, by, what, why }) => (
          <li key={`${at}-${what}-${why}`}>
            <p>
              {wordsOf(what)}{' '}
              <span className="text-secondary">
                {t('by', { name: by, time: format.relativeTime(Math.min(at, now), now) })}
              </span>
            </p>
            {why !== '' && <p className="text-small text-secondary wrap-anywhere">{why}</p>}
          </li>
        ))}
      </ol>
    </div>
  );
}
