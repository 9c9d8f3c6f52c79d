import { findGroup, listMembers, type ConversationHead } from '../conversations/index.js';
import { DomainError, limitActor, type MemberCtx } from '../kernel/index.js';
import { requireMayMeet } from './admit.js';
import { selectInvitation } from './store.js';

/** A group, as its code shows it to somebody who may join. */
export interface Invitation {
  readonly conversation: ConversationHead;
  readonly name: string;
  readonly memberCount: number;
  readonly needsApproval: boolean;
  readonly isMember: boolean;
}

/** What a group with this code is. Throws `not_found`, also if the caller may not meet a member. */
export async function getInvitation(
  ctx: MemberCtx,
  input: { listId: string; code: string },
): Promise<Invitation> {
  await limitActor(ctx, 'group_join');
  const conversation = await findGroup(ctx, input.listId);
  const group = conversation && (await selectInvitation(ctx, conversation, input.code.toLowerCase()));
  if (!group) throw new DomainError('not_found');
  const memberIds = (await listMembers(ctx, conversation)).map(({ accountId }) => accountId);
  const isMember = memberIds.includes(ctx.actor);
  if (!isMember) await requireMayMeet(ctx, { newcomers: [ctx.actor], memberIds });
  return { conversation, ...group, isMember };
}
