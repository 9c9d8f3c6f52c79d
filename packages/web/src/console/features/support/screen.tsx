import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { Headset, UserPlus, X } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { admin, Result } from '@kith/contract';
import { useFormatter, useNow, useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { Empty } from '../../../ui/empty.js';
import { Icon } from '../../../ui/icon.js';
import { ask, Loaded } from '../../admin/index.js';
import { chipLook } from '../../parts/chip-look.js';
import { Page } from '../../parts/page.js';
import { Pager } from '../../parts/pager.js';
import { PersonLink } from '../../parts/person-link.js';
import { Cell, Row, Table } from '../../parts/table.js';
import { AgentTable } from './agent-table.js';
import type { Task } from './dialogs.js';
import type { SupportFilters } from './filters.js';

const TaskDialog = lazy(async () => ({ default: (await import('./dialogs.js')).TaskDialog }));

export type Agents = Result<typeof admin.support.agents>;
type Threads = Result<typeof admin.support.conversations>;
export type Agent = Agents['rows'][number];
export type Thread = Threads['rows'][number];

const EVERY_MS = 10_000;

/** The agents of customer service, and the customers with their waits. The address holds the filters and the pages. */
export function SupportScreen() {
  const t = useTranslations('console.support');
  const filters = useSearch({ from: '/console/support' });
  const { agentsAfter, ...params } = filters;
  const agents = useQuery({
    queryKey: ['support', 'agents', agentsAfter],
    queryFn: () =>
      ask('GET', '/admin/support/agents', agentsAfter === undefined ? {} : { after: agentsAfter }),
    placeholderData: keepPreviousData,
    refetchInterval: EVERY_MS,
  });
  const threads = useQuery({
    queryKey: ['support', 'conversations', params],
    queryFn: () => ask('GET', '/admin/support/conversations', params),
    placeholderData: keepPreviousData,
    refetchInterval: EVERY_MS,
  });
  const [task, setTask] = useState<Task>();
  return (
    <Page
      title={t('title')}
      end={
        <Button look="main" onClick={() => setTask({ kind: 'add' })}>
          <Icon of={UserPlus} />
          <span className="whitespace-nowrap max-md:sr-only">{t('add.title')}</span>
        </Button>
      }
    >
      <div className="relative flex min-h-0 grow flex-col gap-3 overflow-y-auto px-4 pb-6 md:px-6">
        <h2 className="text-title font-strong">{t('agents')}</h2>
        <Loaded of={agents}>
          {(data) => <AgentTable agents={data} filters={filters} onTask={setTask} />}
        </Loaded>
        <h2 className="pt-3 text-title font-strong">{t('conversations')}</h2>
        <Filters filters={filters} />
        <Loaded of={threads}>
          {(data) => <ThreadTable threads={data} filters={filters} onTask={setTask} />}
        </Loaded>
      </div>
      {task && (
        <Suspense>
          <TaskDialog task={task} agents={agents.data?.rows ?? []} onClose={() => setTask(undefined)} />
        </Suspense>
      )}
    </Page>
  );
}

function Filters({ filters: { after: _, ...all } }: { readonly filters: SupportFilters }) {
  const t = useTranslations('console.support');
  const { agent, ...ofAll } = all;
  const { state, ...ofEach } = all;
  return (
    <div role="group" aria-label={t('filters')} className="flex shrink-0 flex-wrap items-center gap-2">
      {([undefined, 'waiting'] as const).map((one) => (
        <Link
          key={one ?? 'all'}
          to="/console/support"
          search={one === undefined ? ofEach : { ...ofEach, state: one }}
          activeProps={{ 'aria-current': undefined }}
          aria-current={one === state || undefined}
          className={chipLook(one === state)}
        >
          {t(one ?? 'all')}
        </Link>
      ))}
      {agent !== undefined && (
        <Link
          to="/console/support"
          search={ofAll}
          aria-label={t('removeAgentFilter', { id: agent })}
          className={chipLook(true)}
        >
          {t('byAgent', { id: agent })}
          <Icon of={X} size={16} />
        </Link>
      )}
    </div>
  );
}

function ThreadTable({
  threads: { rows, next },
  filters,
  onTask,
}: {
  readonly threads: Threads;
  readonly filters: SupportFilters;
  readonly onTask: (task: Task) => void;
}) {
  const t = useTranslations('console.support');
  const format = useFormatter();
  const now = useNow();
  const { after, ...all } = filters;
  const ago = (at: number) => format.relativeTime(Math.min(at, now), now);
  if (rows.length === 0) return <Empty icon={Headset} title={t('empty')} />;
  return (
    <>
      <Table
        label={t('conversations')}
        columns={[t('customer'), t('waits'), t('last'), t('agent'), t('actions')]}
      >
        {rows.map((thread) => (
          <Row key={thread.customerId}>
            <Cell className="whitespace-nowrap">
              <PersonLink id={thread.customerId}>{thread.customerName}</PersonLink>
            </Cell>
            <Cell className="font-medium whitespace-nowrap">
              {thread.waitsSince === undefined ? (
                <span className="font-normal text-secondary">{t('answered')}</span>
              ) : (
                ago(thread.waitsSince)
              )}
            </Cell>
            <Cell className="whitespace-nowrap text-secondary">{ago(thread.lastSentAt)}</Cell>
            <Cell className="whitespace-nowrap">
              {thread.agentId === undefined ? (
                <span className="text-danger">{t('nobody')}</span>
              ) : (
                <PersonLink id={thread.agentId}>{thread.agentName}</PersonLink>
              )}
            </Cell>
            <Cell>
              <Button
                aria-label={t('handOver.of', { name: thread.customerName })}
                onClick={() => onTask({ kind: 'handOver', thread })}
              >
                {t('handOver.title')}
              </Button>
            </Cell>
          </Row>
        ))}
      </Table>
      <Pager
        label={t('pages')}
        to="/console/support"
        first={after !== undefined && all}
        next={next !== undefined && { ...all, after: next }}
        words={[t('first'), t('more')]}
      />
    </>
  );
}
