import { useQuery } from '@tanstack/react-query';
import type { admin, Result } from '@kith/contract';
import { useFormatter, useNow, useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { Notice } from '../../../ui/notice.js';
import { Section } from '../../../ui/section.js';
import { toast } from '../../../ui/toast.js';
import { ask, Loaded, queries, useAction } from '../../admin/index.js';

/** Where the reader is signed in. */
export function Sessions() {
  const t = useTranslations('console.account');
  const sessions = useQuery({ queryKey: ['sessions'], queryFn: () => ask('GET', '/admin/sessions') });
  const { isBusy, refusal, act } = useAction();
  const end = (work: () => Promise<unknown>) =>
    act(async () => {
      try {
        await work();
        toast(t('ended'));
      } finally {
        void queries.invalidateQueries({ queryKey: ['sessions'] });
      }
    });
  return (
    <Section title={t('sessions')}>
      <Loaded of={sessions}>
        {(all) => (
          <>
            <ul className="flex flex-col">
              {all.map((session) => (
                <SessionRow
                  key={session.id}
                  session={session}
                  isBusy={isBusy}
                  onEnd={() => void end(() => ask('DELETE', '/admin/sessions/{id}', { id: session.id }))}
                />
              ))}
            </ul>
            {all.length > 1 && (
              <Button
                look="danger"
                className="self-start"
                isBusy={isBusy}
                onClick={() => void end(() => ask('DELETE', '/admin/sessions'))}
              >
                {t('endOthers')}
              </Button>
            )}
          </>
        )}
      </Loaded>
      {refusal !== undefined && <Notice isError>{refusal}</Notice>}
    </Section>
  );
}

function SessionRow({
  session: { isCurrent, device, address, createdAt, lastUsedAt },
  isBusy,
  onEnd,
}: {
  readonly session: Result<typeof admin.session.list>[number];
  readonly isBusy: boolean;
  readonly onEnd: () => void;
}) {
  const t = useTranslations('console.account');
  const format = useFormatter();
  const now = useNow();
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-line py-3 not-last:border-b">
      <span className="min-w-0 grow basis-60">
        <span className="block font-medium wrap-anywhere">{device || t('unknownDevice')}</span>
        <span className="block text-small text-secondary wrap-anywhere">
          {isCurrent
            ? t('current')
            : t('lastUse', { time: format.relativeTime(Math.min(lastUsedAt, now), now) })}
          {` · ${address} · `}
          {t('since', { time: format.dateTime(createdAt, { dateStyle: 'medium', timeStyle: 'short' }) })}
        </span>
      </span>
      {!isCurrent && (
        <Button isBusy={isBusy} onClick={onEnd}>
          {t('end')}
        </Button>
      )}
    </li>
  );
}
