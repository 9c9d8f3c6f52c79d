import { useQuery, useQueryClient } from '@tanstack/react-query';
import { RotateCcw } from 'lucide-react';
import type { admin, Result } from '@kith/contract';
import { useFormatter, useNow, useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { Icon } from '../../../ui/icon.js';
import { Notice } from '../../../ui/notice.js';
import { toast } from '../../../ui/toast.js';
import { ask, Loaded, useAction } from '../../admin/index.js';
import { Page } from '../../parts/page.js';
import { Cell, Row, Table } from '../../parts/table.js';
import { useAmounts } from '../../parts/use-amounts.js';

type Jobs = Result<typeof admin.jobs.list>;
type Job = Jobs['jobs'][number];
type Failed = Jobs['failed'][number];

const EVERY_MS = 10_000;
/** A run that is due for longer than this is late: no node runs the job. */
const LATE_MS = 2 * 60_000;

/** The background jobs, and the work that has failed. */
export function JobsScreen() {
  const t = useTranslations('console.jobs');
  const jobs = useQuery({
    queryKey: ['jobs'],
    queryFn: () => ask('GET', '/admin/jobs'),
    refetchInterval: EVERY_MS,
  });
  return (
    <Page title={t('title')}>
      <div className="relative flex min-h-0 grow flex-col gap-6 overflow-y-auto px-4 pb-6 md:px-6">
        <Loaded of={jobs}>
          {(data) => (
            <>
              <FailedWork failed={data.failed} />
              <Table
                label={t('title')}
                columns={[t('job'), t('lastRun'), t('duration'), t('nextRun'), t('waiting'), t('failures')]}
              >
                {data.jobs.map((job) => (
                  <JobRow key={job.job} job={job} />
                ))}
              </Table>
            </>
          )}
        </Loaded>
      </div>
    </Page>
  );
}

/** The name of a job in the language of the reader; a newer server may have one without a text here. */
function useJobName(): (job: string) => string {
  const t = useTranslations('console.jobs.names');
  return (job) => (t.has(job as 'sweep') ? t(job as 'sweep') : job);
}

function JobRow({ job }: { readonly job: Job }) {
  const t = useTranslations('console.jobs');
  const format = useFormatter();
  const amounts = useAmounts();
  const now = useNow();
  const nameOf = useJobName();
  const { startedAt, nextAt, waiting, failures, failedAt, error } = job;
  const isLate = now - nextAt > LATE_MS;
  const ago = (at: number) => format.relativeTime(Math.min(at, now), now);
  return (
    <Row>
      <Cell className="min-w-48 font-medium">{nameOf(job.job)}</Cell>
      <Cell className="whitespace-nowrap text-secondary">{ago(startedAt)}</Cell>
      <Cell className="whitespace-nowrap text-secondary tabular-nums">{amounts.duration(job.ms)}</Cell>
      <Cell className="whitespace-nowrap text-secondary">
        {isLate ? (
          <span className="font-medium text-danger">{t('late')}</span>
        ) : nextAt > now ? (
          format.relativeTime(nextAt, now)
        ) : (
          t('now')
        )}
      </Cell>
      <Cell className="whitespace-nowrap text-secondary tabular-nums">
        {waiting && (
          <>
            {format.number(waiting.amount)}
            {waiting.oldestAt !== undefined && `, ${t('oldest', { time: ago(waiting.oldestAt) })}`}
          </>
        )}
      </Cell>
      <Cell className="min-w-56 text-small text-secondary wrap-anywhere">
        {failedAt === undefined ? (
          t('none')
        ) : (
          <>
            <span className="text-text">{t('failedTimes', { count: failures, time: ago(failedAt) })}</span>
            {error !== undefined && <span className="block">{error}</span>}
          </>
        )}
      </Cell>
    </Row>
  );
}

function FailedWork({ failed }: { readonly failed: readonly Failed[] }) {
  const t = useTranslations('console.jobs');
  const client = useQueryClient();
  const { act, isBusy, refusal, proof } = useAction();
  if (failed.length === 0) return null;
  const retry = ({ kind, id }: Failed) =>
    act(async () => {
      await ask('POST', '/admin/jobs/retry', { kind, id });
      toast(t('retried'));
      await client.invalidateQueries({ queryKey: ['jobs'] });
    });
  return (
    <div className="flex shrink-0 flex-col gap-2">
      <h2 className="text-title font-strong">{t('failed')}</h2>
      {refusal !== undefined && <Notice isError>{refusal}</Notice>}
      <Table
        label={t('failed')}
        columns={[t('work'), t('recipient'), t('state'), t('time'), t('answer'), t('actions')]}
      >
        {failed.map((work) => (
          <FailedRow key={`${work.kind} ${work.id}`} work={work} isBusy={isBusy} onRetry={retry} />
        ))}
      </Table>
      {proof}
    </div>
  );
}

function FailedRow({
  work,
  isBusy,
  onRetry,
}: {
  readonly work: Failed;
  readonly isBusy: boolean;
  readonly onRetry: (work: Failed) => Promise<void>;
}) {
  const t = useTranslations('console.jobs');
  const format = useFormatter();
  const now = useNow();
  const nameOf = useJobName();
  const state = `states.${work.state}` as 'states.failed';
  return (
    <Row>
      <Cell className="whitespace-nowrap">{nameOf(work.job)}</Cell>
      <Cell className="whitespace-nowrap tabular-nums">{work.recipient}</Cell>
      <Cell className="whitespace-nowrap">
        {t.has(state) ? t(state) : work.state}
        {work.attempts > 0 && (
          <span className="text-secondary">, {t('attempts', { count: work.attempts })}</span>
        )}
      </Cell>
      <Cell className="whitespace-nowrap text-secondary">
        {format.relativeTime(Math.min(work.at, now), now)}
      </Cell>
      <Cell className="min-w-40 text-small text-secondary wrap-anywhere">{work.answer}</Cell>
      <Cell className="whitespace-nowrap">
        {work.canRetry && (
          <Button isBusy={isBusy} onClick={() => void onRetry(work)}>
            <Icon of={RotateCcw} size={16} />
            {t('retry')}
          </Button>
        )}
      </Cell>
    </Row>
  );
}
