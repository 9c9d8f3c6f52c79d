import type { AccountId, ConversationHead, Ctx } from '../kernel/index.js';
import { bumpMembersVersion, lockConversation } from './store.js';
import { insertSupportConversation, updateMemberLeft, upsertAgentMember } from './support-store.js';

/** Makes the conversation of a customer with customer service; nobody serves it yet. */
export function makeSupportConversation(tx: Ctx, customerId: AccountId): Promise<ConversationHead> {
  return insertSupportConversation(tx, customerId);
}

/**
 * Lets an agent into a conversation, who sees it from its beginning and starts to read where the one before
 * had stopped. Answers the conversation with its new members. For use inside a transaction.
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

/** Takes an agent out of a conversation, which is nothing of his any more. As `addAgent` otherwise. */
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
