import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Laptop, MonitorSmartphone, Smartphone } from 'lucide-react';
import type { im, Result } from '@kith/contract';
import { useFormatter, useNow, useTranslations } from '../../text/index.js';
import { Button } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';
import { Notice } from '../../ui/notice.js';
import { SkeletonRows } from '../../ui/skeleton.js';
import { toast } from '../../ui/toast.js';
import { Loaded, useAccount, useRefusal } from '../account/index.js';
import { SettingsPane } from './parts.js';

type Session = Result<typeof im.account.sessions>[number];

const ICONS: Readonly<Record<string, typeof Laptop>> = {
  ios: Smartphone,
  android: Smartphone,
  windows: Laptop,
  macos: Laptop,
  linux: Laptop,
};
/** Ages of sessions are shown to the minute. */

/** Where the account is signed in. */
export function DevicesPage() {
  const t = useTranslations('me.devices');
  const { im } = useAccount();
  const sessions = useQuery({ queryKey: ['sessions'], queryFn: () => im.account.sessions(), staleTime: 0 });
  const others = sessions.data?.filter(({ is_current: isCurrent }) => isCurrent === 0) ?? [];
  return (
    <SettingsPane page="devices">
      <p className="text-secondary">{t('hint')}</p>
      <Loaded of={sessions} loading={<SkeletonRows count={3} />}>
        {(data) => (
          <ul className="flex flex-col gap-2">
            {data.map((session) => (
              <Device key={session.id} session={session} />
            ))}
          </ul>
        )}
      </Loaded>
      {others.length > 0 && <EndOthers count={others.length} />}
    </SettingsPane>
  );
}

function Device({ session }: { readonly session: Session }) {
  const t = useTranslations('me.devices');
  const format = useFormatter();
  const now = useNow();
  const { im } = useAccount();
  const queries = useQueryClient();
  const refusal = useRefusal();
  const end = useMutation({
    mutationFn: () => im.account.endSession({ id: session.id }),
    onSuccess: () => toast(t('ended')),
    // A refusal may mean that it has ended meanwhile.
    onSettled: () => queries.invalidateQueries({ queryKey: ['sessions'] }),
  });
  const lastUse = Math.min(session.last_time * 1000, now);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-card border border-line p-3">
      <span className="text-secondary">
        <Icon of={ICONS[session.platform] ?? MonitorSmartphone} size={24} />
      </span>
      <span className="min-w-0 grow basis-40">
        <span className="block font-medium wrap-anywhere">{session.device || t('unknown')}</span>
        <span className="block text-small text-secondary wrap-anywhere">
          {session.is_current === 1
            ? t('current')
            : t('lastUse', { time: format.relativeTime(lastUse, now) })}
          {session.network !== '' && ` · ${session.network}`}
        </span>
        <span className="block text-small text-secondary">
          {t('since', {
            time: format.dateTime(session.create_time * 1000, { dateStyle: 'medium', timeStyle: 'short' }),
          })}
        </span>
      </span>
      {session.is_current === 0 && (
        <Button look="danger" onClick={() => end.mutate()} isBusy={end.isPending}>
          {t('end')}
        </Button>
      )}
      {end.error && <Notice isError>{refusal(end.error)}</Notice>}
    </li>
  );
}

function EndOthers({ count }: { readonly count: number }) {
  const t = useTranslations('me.devices');
  const { im } = useAccount();
  const queries = useQueryClient();
  const refusal = useRefusal();
  const end = useMutation({
    mutationFn: () => im.account.endOtherSessions(),
    onSuccess: ({ count: ended }) => toast(t('othersEnded', { count: ended })),
    onSettled: () => queries.invalidateQueries({ queryKey: ['sessions'] }),
  });
  return (
    <div className="flex flex-col items-start gap-3">
      <Button look="danger" onClick={() => end.mutate()} isBusy={end.isPending}>
        {t('endOthers', { count })}
      </Button>
      {end.error && <Notice isError>{refusal(end.error)}</Notice>}
    </div>
  );
}
