import type { api, Result } from '@kith/contract';
import { useFormatter, useTranslations } from '../../text/index.js';
import { Dialog } from '../../ui/dialog.js';
import { Icon } from '../../ui/icon.js';
import { QUOTAS } from './quota-list.js';

/** What each quota is for, how much of it is left, and when there is more. */
export function QuotaSheet({
  standing,
  onClose,
}: {
  readonly standing: Result<typeof api.user_friendship.standing>;
  readonly onClose: () => void;
}) {
  const t = useTranslations('quota');
  const app = useTranslations('app');
  const format = useFormatter();
  const time = format.dateTime(standing.reset_ts, 'weekdayTime');
  return (
    <Dialog title={t('title')} closeLabel={app('close')} onClose={onClose}>
      <ul className="flex flex-col gap-4">
        {QUOTAS.map(({ name, icon }) => {
          const { limit, remaining } = standing[name];
          return (
            <li key={name} className="flex gap-3">
              <span className="flex size-11 shrink-0 items-center justify-center rounded-pill bg-tint text-accent">
                <Icon of={icon} />
              </span>
              <div className="min-w-0 grow">
                <p className="flex items-baseline justify-between gap-3">
                  <span className="font-medium">{t(`${name}.name`)}</span>
                  <span className="tabular-nums">
                    {limit === null || remaining === null ? t('unlimited') : t('left', { remaining, limit })}
                  </span>
                </p>
                <p className="text-small text-secondary">{t(`${name}.hint`)}</p>
              </div>
            </li>
          );
        })}
      </ul>
      <p className="mt-5 border-t border-line pt-4 text-small text-secondary">{t('reset', { time })}</p>
    </Dialog>
  );
}
