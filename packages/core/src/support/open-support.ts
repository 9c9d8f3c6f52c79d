import { makeSupportConversation } from '../conversations/index.js';
import { DomainError, limitActor, transact, type MemberCtx, type MemberTx } from '../kernel/index.js';
import { assignAgent, greet, lockAgents } from './assign-agent.js';
import { insertThread, lockThread, selectOwnListId, selectOwnThread, type ServingAgent } from './store.js';

/**
 * Opens the caller's support conversation: creates it if necessary, assigns an agent who has room now, and greets the
 * caller once per service period. Throws `no_agent` if there is no conversation and no agent for the caller.
 */
export async function openSupport(ctx: MemberCtx): Promise<string> {
  await limitActor(ctx, 'support');
  const open = await selectOwnThread(ctx);
  if (open?.isServed && open.greetedUntil > ctx.now()) return open.conversation.listId;
  return transact(ctx, async (tx) => {
    const agents = await lockAgents(tx);
    const thread = (await lockThread(tx, tx.actor)) ?? (await makeThread(tx, agents));
    await greet(tx, await assignAgent(tx, thread, agents), agents);
    return thread.conversation.listId;
  });
}

/**
 * The list id of the caller's support conversation; undefined if there is no agent. A conversation created here gets
 * its agent with the first message.
 */
export async function findSupportListId(ctx: MemberCtx): Promise<string | undefined> {
  const { listId, hasAgents } = await selectOwnListId(ctx);
  if (listId !== undefined || !hasAgents) return listId;
  return transact(ctx, async (tx) => {
    const agents = await lockAgents(tx);
    const thread = await lockThread(tx, tx.actor);
    if (!thread && !agents.some(({ id }) => id !== tx.actor)) return undefined;
    return (thread ?? (await makeThread(tx, agents))).conversation.listId;
  });
}

/** The agents are locked, so no other transaction creates the same thread; the key would reject it. */
async function makeThread(tx: MemberTx, agents: readonly ServingAgent[]) {
  if (!agents.some(({ id }) => id !== tx.actor)) throw new DomainError('no_agent');
  return insertThread(tx, tx.actor, await makeSupportConversation(tx, tx.actor));
}
