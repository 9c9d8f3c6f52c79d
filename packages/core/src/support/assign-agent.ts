import { notifyAccounts } from '../accounts/index.js';
import { addAgent, appendEntries, endWait, removeAgent } from '../conversations/index.js';
import { bounds, isBlank, prose, type AccountId, type Ctx, type Tx } from '../kernel/index.js';
import { hasRoom, isOnDuty, pickAgent, servicePeriod } from './rules.js';
import {
  lockServingAgents,
  updateGreeted,
  updateThreadAgent,
  type ServingAgent,
  type SupportThread,
} from './store.js';

/** A customer counts as active until the conversation was silent for this long. */
const BUSY_FOR_MS = 24 * 3600 * 1000;

/** Since when a customer who wrote counts as active. */
export function activeSince({ now }: Pick<Ctx, 'now'>): number {
  return now() - BUSY_FOR_MS;
}

/** The serving agents of the tenant, locked until the transaction ends. */
export function lockAgents(tx: Tx): Promise<ServingAgent[]> {
  return lockServingAgents(tx, activeSince(tx));
}

/**
 * Ensures that one of these locked agents serves a locked thread: a serving agent stays; one who has left is removed
 * and replaced if one of the others has room now. Returns the updated thread.
 */
export async function assignAgent(
  tx: Tx,
  thread: SupportThread,
  agents: readonly ServingAgent[],
): Promise<SupportThread> {
  if (agents.some(({ id }) => id === thread.agentId)) return thread;
  const vacant = thread.agentId === null ? thread : await leave(tx, thread, thread.agentId);
  const now = tx.now();
  const candidates = agents
    .filter((agent) => agent.id !== thread.customerId && hasRoom(agent, now))
    .map((agent) => ({ ...agent, isOnline: isPresent(tx, agent) }));
  const agentId = pickAgent(candidates, vacant.lastAgentId);
  return agentId === undefined ? vacant : join(tx, vacant, agentId);
}

/** Whether an agent is online, or a member of staff at the agent's desk in the console. */
export function isPresent(
  { now, ports }: Pick<Ctx, 'now' | 'ports'>,
  { id, deskSeenAt }: Pick<ServingAgent, 'id' | 'deskSeenAt'>,
): boolean {
  return ports.presence.isOnline(id) || deskSeenAt > now() - bounds.staff.deskSeenMs;
}

/** Ends the service of a locked thread: its agent leaves, and the next message of the customer begins a new one. */
export async function endService(tx: Tx, thread: SupportThread, agentId: AccountId): Promise<void> {
  const { conversation } = await leave(tx, thread, agentId);
  await endWait(tx, conversation);
  await updateThreadAgent(tx, thread.customerId, { agent_id: null, last_agent_id: null });
}

/** Gives a locked thread to a locked serving agent; the agent before leaves. */
export async function handOver(tx: Tx, thread: SupportThread, to: AccountId): Promise<SupportThread> {
  const vacant = thread.agentId === null ? thread : await leave(tx, thread, thread.agentId);
  return join(tx, vacant, to);
}

/** Greets a thread's customer once per service period; outside the hours of all agents, as outside support hours. */
export async function greet(tx: Tx, thread: SupportThread, agents: readonly ServingAgent[]): Promise<void> {
  const { supportHours, supportGreeting, supportClosedGreeting, timeZone } = tx.tenant.settings;
  const period = servicePeriod(supportHours, timeZone, tx.now());
  const isOpen = period.isOpen && agents.some((agent) => isOnDuty(agent, tx.now()));
  const text = isOpen ? supportGreeting : supportClosedGreeting;
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
