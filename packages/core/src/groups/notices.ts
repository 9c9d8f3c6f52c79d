import { requireMayWrite } from '../accounts/index.js';
import { changeGroupConversation, type ConversationHead } from '../conversations/index.js';
import {
  bounds,
  cleanProse,
  DomainError,
  isBlank,
  limitActor,
  transact,
  type MemberCtx,
} from '../kernel/index.js';
import { accessGroup, lockAccess } from './access.js';
import {
  deleteNotice,
  insertNotice,
  selectNotices,
  selectTopNotice,
  updateNotice,
  updateNoTop,
  type Notice,
} from './notices-store.js';

export type { Notice } from './notices-store.js';

/** The notices of a group, newest first. Throws `not_found`. */
export async function listNotices(ctx: MemberCtx, listId: string): Promise<Notice[]> {
  const { membership } = await accessGroup(ctx, listId);
  return selectNotices(ctx, membership.conversation);
}

/** The top notice of a conversation whose member the caller is known to be. */
export async function findTopNotice(
  ctx: MemberCtx,
  conversation: ConversationHead,
): Promise<Notice | undefined> {
  return conversation.kind === 'group' ? selectTopNotice(ctx, conversation) : undefined;
}

/** Posts a notice. Throws `not_found`, `forbidden`, `invalid`, or `too_large` if the group has too many. */
export async function addNotice(
  ctx: MemberCtx,
  input: { listId: string; content: string; isTop: boolean },
): Promise<void> {
  await limitActor(ctx, 'group_change');
  const content = cleanContent(input.content);
  await requireMayWrite(ctx);
  await transact(ctx, async (tx) => {
    const { locked } = await lockAccess(tx, input.listId, 'post_notice');
    const { conversation } = locked;
    if ((await selectNotices(tx, conversation)).length >= bounds.list.notices)
      throw new DomainError('too_large', undefined, { field: 'content', limit: bounds.list.notices });
    if (input.isTop) await updateNoTop(tx, conversation);
    await insertNotice(tx, conversation, { content, isTop: input.isTop });
    await changeGroupConversation(tx, conversation, {}, { event: 'notice_posted' });
  });
}

/** Changes a notice. Throws `not_found`, `forbidden` or `invalid`. */
export async function changeNotice(
  ctx: MemberCtx,
  input: { listId: string; id: number; content: string; isTop: boolean },
): Promise<void> {
  await limitActor(ctx, 'group_change');
  const content = cleanContent(input.content);
  await requireMayWrite(ctx);
  await transact(ctx, async (tx) => {
    const { locked } = await lockAccess(tx, input.listId, 'post_notice');
    if (input.isTop) await updateNoTop(tx, locked.conversation);
    if (!(await updateNotice(tx, locked.conversation, { id: input.id, content, isTop: input.isTop })))
      throw new DomainError('not_found');
  });
}

/** Deletes a notice. Throws `not_found` or `forbidden`. */
export async function removeNotice(ctx: MemberCtx, input: { listId: string; id: number }): Promise<void> {
  await limitActor(ctx, 'group_change');
  await transact(ctx, async (tx) => {
    const { locked } = await lockAccess(tx, input.listId, 'post_notice');
    if (!(await deleteNotice(tx, locked.conversation, input.id))) throw new DomainError('not_found');
  });
}

/**
 * Sets the only notice that older clients know: the top one. An empty text deletes it. Throws `not_found`, `forbidden`
 * or `invalid`.
 */
export async function setNotice(ctx: MemberCtx, input: { listId: string; content: string }): Promise<void> {
  await limitActor(ctx, 'group_change');
  const { membership } = await accessGroup(ctx, input.listId);
  const top = await selectTopNotice(ctx, membership.conversation);
  const { listId, content } = input;
  if (isBlank(content)) return top ? removeNotice(ctx, { listId, id: top.id }) : undefined;
  if (top) return changeNotice(ctx, { listId, id: top.id, content, isTop: true });
  return addNotice(ctx, { listId, content, isTop: true });
}

function cleanContent(content: string): string {
  return cleanProse('content', content, { max: bounds.text.noticeCharacters });
}
