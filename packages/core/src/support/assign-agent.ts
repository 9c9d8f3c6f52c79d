import { notifyAccounts } from '../accounts/index.js';
import { addAgent, appendEntries, removeAgent } from '../conversations/index.js';
import { isBlank, prose, type AccountId, type Tx } from '../kernel/index.js';
import { pickAgent, servicePeriod } from './rules.js';
import { selectLoads, updateGreeted, updateThreadAgent, type SupportThread } from './store.js';

/** A customer counts as active until the conversation was silent for this long. */
const BUSY_FOR_MS = 24 * 3600 * 1000;

/**
 * Ensures that one of these locked agents serves a locked thread: a serving agent stays; one who has left is removed
 * and replaced if possible. Returns the updated thread.
 */
export async function assignAgent(
  tx: Tx,
  thread: SupportThread,
  agents: readonly AccountId[],
): Promise<SupportThread> {
  if (thread.agentId !== null && agents.includes(thread.agentId)) return thread;
  const vacant = thread.agentId === null ? thread : await leave(tx, thread, thread.agentId);
  const others = agents.filter((id) => id !== thread.customerId);
  if (others.length === 0) return vacant;
  const loads = await selectLoads(tx, others, tx.now() - BUSY_FOR_MS);
  const candidates = others.map((id) => ({
    id,
    load: loads.get(id) ?? 0,
    isOnline: tx.ports.presence.isOnline(id),
  }));
  const agentId = pickAgent(candidates, vacant.lastAgentId);
  return agentId === undefined ? vacant : join(tx, vacant, agentId);
}

/** Gives a locked thread to a locked serving agent; the agent before leaves. */
export async function handOver(tx: Tx, thread: SupportThread, to: AccountId): Promise<SupportThread> {
  const vacant = thread.agentId === null ? thread : await leave(tx, thread, thread.agentId);
  return join(tx, vacant, to);
}

/** Greets a thread's customer once per service period. */
export async function greet(tx: Tx, thread: SupportThread): Promise<void> {
  const { supportHours, supportGreeting, supportClosedGreeting, timeZone } = tx.tenant.settings;
  const period = servicePeriod(supportHours, timeZone, tx.now());
  const text = period.isOpen ? supportGreeting : supportClosedGreeting;
  if (!(await updateGreeted(tx, thread.customerId, period.endsAt)) || isBlank(text)) return;
  await appendEntries(tx, thread.conversation, [
    {
      kind: 'system',
      senderId: thread.agentId ?? 0,
      content: { event: 'support_greeting', text: prose(text) },
    },
  ]);
}

async function leave(tx: Tx, thread: SupportThread, agentId: AccountId): Promise<SupportThread> {
  const conversation = await removeAgent(tx, thread.conversation, agentId);
  await updateThreadAgent(tx, thread.customerId, { agent_id: null, last_agent_id: agentId });
  await appendEntries(tx, conversation, [
    { kind: 'system', senderId: agentId, content: { event: 'support_left' } },
  ]);
  const { listId } = conversation;
  await notifyAccounts(tx, [
    { accountId: agentId, type: 'conversation_changed', data: { listId } },
    { accountId: thread.customerId, type: 'conversation_changed', data: { listId } },
  ]);
  return { ...thread, conversation, agentId: null, lastAgentId: agentId };
}

async function join(tx: Tx, thread: SupportThread, agentId: AccountId): Promise<SupportThread> {
  const conversation = await addAgent(tx, thread.conversation, agentId);
  await updateThreadAgent(tx, thread.customerId, { agent_id: agentId });
  const { listId } = conversation;
  // Before the entry: clients need to know the conversation first.
  await notifyAccounts(tx, [
    { accountId: agentId, type: 'conversation_assigned', data: { listId } },
    { accountId: thread.customerId, type: 'conversation_changed', data: { listId } },
  ]);
  await appendEntries(tx, conversation, [
    { kind: 'system', senderId: agentId, content: { event: 'support_joined' } },
  ]);
  return { ...thread, conversation, agentId };
}
