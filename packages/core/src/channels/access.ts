import { findMembership, isConversation, type Membership } from '../conversations/index.js';
import { DomainError, type ConversationId, type MemberCtx } from '../kernel/index.js';

/**
 * A conversation of the caller by its number. Throws `forbidden` for a conversation of others, and `not_found` for one
 * that does not exist or whose participants may not meet.
 */
export async function accessChannel(ctx: MemberCtx, id: number): Promise<Membership> {
  const membership = await findMembership(ctx, id as ConversationId); // validated by the lookup
  if (membership?.isHidden) throw new DomainError('not_found');
  if (membership) return membership;
  throw new DomainError((await isConversation(ctx, id as ConversationId)) ? 'forbidden' : 'not_found');
}
