import { useFormatter, useTranslations } from '../../../text/index.js';
import type { Article } from './drafts.js';

/** What members see of an article now, and what waits. */
export function StateWords({
  of: { state, hasDraft, scheduledAt },
}: {
  readonly of: Pick<Article, 'state' | 'scheduledAt'> & { readonly hasDraft: boolean };
}) {
  const t = useTranslations('console.content');
  const format = useFormatter();
  return (
    <>
      <span className={state === 'shown' ? 'text-good' : 'text-secondary'}>{t(`seen.${state}`)}</span>
      {scheduledAt !== undefined && (
        <span className="block text-small text-warning">
          {t('scheduledFor', {
            time: format.dateTime(scheduledAt, { dateStyle: 'medium', timeStyle: 'short' }),
          })}
        </span>
      )}
      {hasDraft && <span className="block text-small text-secondary">{t('hasDraft')}</span>}
    </>
  );
}
