import { useQuery, useQueryClient } from '@tanstack/react-query';
import { FileArchive } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useFormatter, useTranslations } from '../../text/index.js';
import { Button } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';
import { Notice } from '../../ui/notice.js';
import { Skeleton } from '../../ui/skeleton.js';
import { Section } from '../../ui/section.js';
import { Loaded, useAccount } from '../account/index.js';
import { ActionForm, OwnPassword } from './action-form.js';
import { SettingsPane } from './parts.js';

const DeleteAccount = lazy(async () => ({ default: (await import('./delete-account.js')).DeleteAccount }));

/** While the server makes a copy, its progress is asked for so often. */
const POLL_MS = 2000;

/** A copy of everything, and the end of the account. */
export function DataPage() {
  const t = useTranslations('me.delete');
  const [isDeleting, setDeleting] = useState(false);
  return (
    <SettingsPane page="data">
      <Copy />
      <Section title={t('title')} hint={t('hint')}>
        <Button look="danger" className="self-start" onClick={() => setDeleting(true)}>
          {t('open')}
        </Button>
      </Section>
      {isDeleting && (
        <Suspense>
          <DeleteAccount onClose={() => setDeleting(false)} />
        </Suspense>
      )}
    </SettingsPane>
  );
}

function Copy() {
  const t = useTranslations('me.copy');
  const { im } = useAccount();
  const state = useQuery({
    queryKey: ['data-state'],
    queryFn: () => im.account.dataState(),
    staleTime: 0,
    refetchInterval: ({ state: { data } }) => (isUnderWay(data?.state) ? POLL_MS : false),
  });
  const [isAsking, setAsking] = useState(false);
  return (
    <Section title={t('title')} hint={t('hint')}>
      <Loaded of={state} loading={<Skeleton className="h-11 w-60" />}>
        {({ state: stage, percent, url, size, expire_time: expireTime }) => (
          <>
            {isUnderWay(stage) && (
              <div className="flex flex-col gap-2" role="status">
                <p>{t('underWay', { percent })}</p>
                <progress className="w-full" max={100} value={percent} aria-label={t('title')} />
              </div>
            )}
            {stage === 'failed' && <Notice isError>{t('failed')}</Notice>}
            {url !== '' && <Download url={url} size={size} until={expireTime * 1000} />}
            {!isUnderWay(stage) && !isAsking && (
              <Button className="self-start" onClick={() => setAsking(true)}>
                {t('request')}
              </Button>
            )}
          </>
        )}
      </Loaded>
      {isAsking && <RequestCopy onEnd={() => setAsking(false)} />}
    </Section>
  );
}

function Download({
  url,
  size,
  until,
}: {
  readonly url: string;
  readonly size: number;
  readonly until: number;
}) {
  const t = useTranslations('me.copy');
  const format = useFormatter();
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <a
        href={url}
        download
        className="inline-flex h-11 items-center gap-2 rounded-control border border-edge px-4 font-medium transition hover:bg-hover"
      >
        <Icon of={FileArchive} />
        {t('download', { size: sizeText(size, format) })}
      </a>
      <span className="text-small text-secondary">
        {t('kept', { time: format.dateTime(until, { dateStyle: 'long' }) })}
      </span>
    </p>
  );
}

function RequestCopy({ onEnd }: { readonly onEnd: () => void }) {
  const t = useTranslations('me.copy');
  const { im } = useAccount();
  const queries = useQueryClient();
  const [password, setPassword] = useState('');

  async function request(): Promise<void> {
    await im.account.requestData({ password });
    await queries.invalidateQueries({ queryKey: ['data-state'] });
    onEnd();
  }

  return (
    <ActionForm action={request} submit={t('request')} onCancel={onEnd}>
      <OwnPassword value={password} onChange={setPassword} isForVisitorsToo />
    </ActionForm>
  );
}

function isUnderWay(state: string | undefined): boolean {
  return state === 'waiting' || state === 'running';
}

const MEGABYTE = 1024 * 1024;

function sizeText(bytes: number, format: ReturnType<typeof useFormatter>): string {
  const [value, unit] = bytes < MEGABYTE ? [bytes / 1024, 'kilobyte'] : [bytes / MEGABYTE, 'megabyte'];
  return format.number(Math.max(value, 1), { style: 'unit', unit, maximumFractionDigits: 0 });
}
