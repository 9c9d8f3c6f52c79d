import { Link } from '@tanstack/react-router';
import { CalendarClock, Headset, LogIn, LogOut, Trash2, type LucideIcon } from 'lucide-react';
import { useTranslations } from '../../../text/index.js';
import { Empty } from '../../../ui/empty.js';
import { useOwnSession } from '../../admin/index.js';
import { ActionsMenu } from '../../parts/actions-menu.js';
import { Pager } from '../../parts/pager.js';
import { PersonLink } from '../../parts/person-link.js';
import { Cell, Row, Table } from '../../parts/table.js';
import { useAmounts } from '../../parts/use-amounts.js';
import type { AgentTask, Task } from './dialogs.js';
import type { SupportFilters } from './filters.js';
import type { Agent, Agents } from './screen.js';

/** A page of the agents, with what each has to do. */
export function AgentTable({
  agents: { rows, next },
  filters,
  onTask,
}: {
  readonly agents: Agents;
  readonly filters: SupportFilters;
  readonly onTask: (task: Task) => void;
}) {
  const t = useTranslations('console.support');
  const { agentsAfter, after: _, ...all } = filters;
  if (rows.length === 0 && agentsAfter === undefined) return <Empty icon={Headset} title={t('noAgents')} />;
  return (
    <>
      <Table
        label={t('agents')}
        columns={[
          t('agent'),
          t('state'),
          t('open'),
          t('waiting'),
          t('answeredToday'),
          t('desk.staff'),
          t('actions'),
        ]}
      >
        {rows.map((agent) => (
          <AgentRow
            key={agent.id}
            agent={agent}
            search={{ ...all, ...(agentsAfter !== undefined && { agentsAfter }), agent: agent.id }}
            onTask={onTask}
          />
        ))}
      </Table>
      <Pager
        label={t('agentPages')}
        to="/console/support"
        first={agentsAfter !== undefined && all}
        next={next !== undefined && { ...all, agentsAfter: next }}
        words={[t('first'), t('more')]}
      />
    </>
  );
}

function AgentRow({
  agent,
  search,
  onTask,
}: {
  readonly agent: Agent;
  /** The address of the conversations of the agent. */
  readonly search: SupportFilters;
  readonly onTask: (task: Task) => void;
}) {
  const t = useTranslations('console.support');
  const amounts = useAmounts();
  return (
    <Row>
      <Cell className="font-medium whitespace-nowrap">
        <PersonLink id={agent.id}>{agent.username}</PersonLink>
      </Cell>
      <Cell className="whitespace-nowrap">
        {t(`states.${agent.state}`)}
        <span className="text-secondary">
          {` · ${t(agent.isOnline ? 'online' : 'offline')}`}
          {agent.state === 'available' && !agent.isOnDuty && ` · ${t('offDuty')}`}
        </span>
      </Cell>
      <Cell className="whitespace-nowrap tabular-nums">
        <Link
          to="/console/support"
          search={search}
          aria-label={t('ofAgent', { name: agent.username, count: agent.customers })}
          className="rounded-joint text-accent hover:underline"
        >
          {agent.customers}
        </Link>
        {agent.mostCustomers !== undefined && (
          <span className="text-secondary">{` ${t('ofMost', { most: agent.mostCustomers })}`}</span>
        )}
      </Cell>
      <Cell className="tabular-nums">
        {agent.waiting === 0 ? (
          <span className="text-secondary">0</span>
        ) : (
          <span className="font-medium">{agent.waiting}</span>
        )}
      </Cell>
      <Cell className="whitespace-nowrap tabular-nums">
        {agent.answeredToday}
        {agent.firstAnswerMs !== undefined && (
          <span className="text-secondary">
            {` · ${t('firstAnswer', { time: amounts.duration(agent.firstAnswerMs) })}`}
          </span>
        )}
      </Cell>
      <Cell className="whitespace-nowrap">
        {agent.staffName ?? <span className="text-secondary">{t('desk.nobody')}</span>}
      </Cell>
      <Cell>
        <AgentMenu agent={agent} onTask={onTask} />
      </Cell>
    </Row>
  );
}

/** What can be done with an agent. */
function AgentMenu({ agent, onTask }: { readonly agent: Agent; readonly onTask: (task: Task) => void }) {
  const t = useTranslations('console.support');
  const { permissions } = useOwnSession();
  const item = (kind: AgentTask, icon: LucideIcon, isDanger = false) => ({
    icon,
    label: t(`${kind}.title`),
    isDanger,
    onChoose: () => onTask({ kind, agent }),
  });
  return (
    <ActionsMenu
      label={t('actionsFor', { name: agent.username })}
      items={[
        item('schedule', CalendarClock),
        ...(permissions.includes('staff') ? [item('desk', Headset)] : []),
        agent.state === 'away' ? item('return', LogIn) : item('away', LogOut),
        item('remove', Trash2, true),
      ]}
    />
  );
}
