import { useState } from 'react';
import { useTranslations } from '../../../text/index.js';
import { Dialog } from '../../../ui/dialog.js';
import { Field } from '../../../ui/field.js';
import { toast } from '../../../ui/toast.js';
import { ask, queries, useAction } from '../../admin/index.js';
import { ReasonForm } from '../../parts/reason-form.js';
import { ScheduleDialog } from './schedule-dialog.js';
import type { Agent, Thread } from './screen.js';
import { StaffDialog } from './staff-dialog.js';

/** What can be done with an agent. */
export type AgentTask = 'return' | 'away' | 'remove' | 'schedule' | 'desk';

/** What a dialog is about. */
export type Task =
  | { readonly kind: 'add' }
  | { readonly kind: AgentTask; readonly agent: Agent }
  | {
      readonly kind: 'handOver';
      readonly thread: Pick<Thread, 'customerId' | 'customerName' | 'agentId'>;
    };

interface TaskDialogProps<T> {
  readonly task: T;
  readonly agents: readonly Agent[];
  readonly onClose: () => void;
}

/** Changes an agent, or hands a customer over. */
export function TaskDialog({ task, ...rest }: TaskDialogProps<Task>) {
  if (task.kind === 'schedule') return <ScheduleDialog agent={task.agent} onClose={rest.onClose} />;
  if (task.kind === 'desk') return <StaffDialog agent={task.agent} onClose={rest.onClose} />;
  // The two kinds above are gone.
  return <ReasonDialog task={task as PlainTask} {...rest} />;
}

/** What needs nothing but a reason, and perhaps a choice. */
type PlainTask =
  | Exclude<Task, { kind: AgentTask }>
  | { readonly kind: 'return' | 'away' | 'remove'; readonly agent: Agent };

function ReasonDialog({ task, agents, onClose }: TaskDialogProps<PlainTask>) {
  const t = useTranslations('console.support');
  const common = useTranslations('console');
  const action = useAction();
  const able = agentsFor(task, agents);
  const [id, setId] = useState('');
  const [to, setTo] = useState(able[0]?.id);
  const name =
    task.kind === 'add' ? id : task.kind === 'handOver' ? task.thread.customerName : task.agent.username;

  async function change(reason: string): Promise<void> {
    try {
      await send(task, { id, to, reason });
    } finally {
      // Whatever happens: a refusal may mean that the lists are old.
      void queries.invalidateQueries({ queryKey: ['support'] });
    }
    toast(t(`${task.kind}.done`, { name }));
    onClose();
  }

  return (
    <Dialog title={t(`${task.kind}.title`)} closeLabel={common('close')} onClose={onClose}>
      {task.kind === 'handOver' && able.length === 0 ? (
        <p>{t('handOver.nobody')}</p>
      ) : (
        <ReasonForm
          submit={t(`${task.kind}.title`)}
          look={task.kind === 'remove' ? 'danger' : 'main'}
          action={action}
          onSubmit={change}
        >
          <p>{t(`${task.kind}.hint`, { name })}</p>
          {task.kind === 'add' && (
            <Field
              label={t('add.person')}
              inputMode="numeric"
              pattern="[1-9][0-9]{0,8}"
              required
              autoComplete="off"
              value={id}
              onChange={(event) => setId(event.target.value.trim())}
            />
          )}
          {task.kind === 'handOver' && <AgentChoice agents={able} value={to} onChange={setTo} />}
        </ReasonForm>
      )}
    </Dialog>
  );
}

/** The agents who may get the customer of a hand-over. */
function agentsFor(task: PlainTask, agents: readonly Agent[]): Agent[] {
  if (task.kind !== 'handOver') return [];
  const { agentId, customerId } = task.thread;
  return agents.filter(({ id, state }) => state === 'available' && id !== agentId && id !== customerId);
}

function send(
  task: PlainTask,
  { id, to, reason }: { id: string; to: number | undefined; reason: string },
): Promise<unknown> {
  if (task.kind === 'handOver') {
    const { customerId, agentId } = task.thread;
    return ask('PUT', '/admin/support/conversations/{id}/agent', {
      id: customerId,
      to: Number(to),
      reason,
      ...(agentId !== undefined && { from: agentId }),
    });
  }
  const given = { id: task.kind === 'add' ? Number(id) : task.agent.id, reason };
  if (task.kind === 'away') return ask('POST', '/admin/support/agents/{id}/absence', given);
  if (task.kind === 'remove') return ask('DELETE', '/admin/support/agents/{id}', given);
  return ask('PUT', '/admin/support/agents/{id}', given);
}

function AgentChoice({
  agents,
  value,
  onChange,
}: {
  readonly agents: readonly Agent[];
  readonly value: number | undefined;
  readonly onChange: (id: number) => void;
}) {
  const t = useTranslations('console.support');
  return (
    <label className="flex flex-col gap-1">
      <span className="text-small font-medium">{t('agent')}</span>
      <select
        value={value}
        onChange={(event) => onChange(Number(event.target.value))}
        className="h-11 rounded-control border border-edge bg-panel px-3"
      >
        {agents.map(({ id, username, customers }) => (
          <option key={id} value={id}>
            {t('handOver.option', { name: username, count: customers })}
          </option>
        ))}
      </select>
    </label>
  );
}
