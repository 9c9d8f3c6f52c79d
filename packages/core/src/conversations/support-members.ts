import type { AccountId, Ctx } from '../kernel/index.js';
import type { ConversationHead } from './event-types.js';
import { bumpMembersVersion, lockConversation } from './store.js';
import { insertSupportConversation, updateMemberLeft, upsertAgentMember } from './support-store.js';

/** Creates a customer's support conversation, without an agent. */
export function makeSupportConversation(tx: Ctx, customerId: AccountId): Promise<ConversationHead> {
  return insertSupportConversation(tx, customerId);
}

/**
 * Adds an agent to a conversation within a transaction. The agent sees all of it and continues at the previous agent's
 * read position. Returns the conversation with its new members.
 */
export async function addAgent(
  tx: Ctx,
  conversation: ConversationHead,
  agentId: AccountId,
): Promise<ConversationHead> {
  await lockConversation(tx, conversation);
  await upsertAgentMember(tx, conversation, agentId);
  return withNewMembers(tx, conversation);
}

/** Removes an agent from a conversation within a transaction. Returns the conversation with its new members. */
export async function removeAgent(
  tx: Ctx,
  conversation: ConversationHead,
  agentId: AccountId,
): Promise<ConversationHead> {
  await lockConversation(tx, conversation);
  await updateMemberLeft(tx, conversation, agentId);
  return withNewMembers(tx, conversation);
}

async function withNewMembers(tx: Ctx, conversation: ConversationHead): Promise<ConversationHead> {
  await bumpMembersVersion(tx, conversation);
  return { ...conversation, membersVersion: conversation.membersVersion + 1 };
}
