import type { AccountId, Tx } from '../kernel/index.js';
import type { ConversationHead } from './event-types.js';
import { bumpMembersVersion, lockConversation } from './store.js';
import {
  insertSupportConversation,
  updateMemberLeft,
  updateWaitAgent,
  updateWaitEnded,
  upsertAgentMember,
} from './support-store.js';

/** Creates a customer's support conversation, without an agent. */
export function makeSupportConversation(tx: Tx, customerId: AccountId): Promise<ConversationHead> {
  return insertSupportConversation(tx, customerId);
}

/**
 * Adds an agent to a conversation. The agent sees all of it and continues at the previous agent's read position.
 * Returns the conversation with its new members.
 */
export async function addAgent(
  tx: Tx,
  conversation: ConversationHead,
  agentId: AccountId,
): Promise<ConversationHead> {
  await lockConversation(tx, conversation);
  await upsertAgentMember(tx, conversation, agentId);
  await updateWaitAgent(tx, conversation, agentId);
  return withNewMembers(tx, conversation);
}

/** Removes an agent from a conversation. Returns the conversation with its new members. */
export async function removeAgent(
  tx: Tx,
  conversation: ConversationHead,
  agentId: AccountId,
): Promise<ConversationHead> {
  await lockConversation(tx, conversation);
  await updateMemberLeft(tx, conversation, agentId);
  await updateWaitAgent(tx, conversation, null);
  return withNewMembers(tx, conversation);
}

/** Ends the wait of a customer of a locked conversation, who needs no answer. */
export function endWait(tx: Tx, conversation: ConversationHead): Promise<void> {
  return updateWaitEnded(tx, conversation);
}

async function withNewMembers(tx: Tx, conversation: ConversationHead): Promise<ConversationHead> {
  await bumpMembersVersion(tx, conversation);
  return { ...conversation, membersVersion: conversation.membersVersion + 1 };
}
