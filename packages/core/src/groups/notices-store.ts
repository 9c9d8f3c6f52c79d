import type { Ctx, MemberTx, Tx } from '../kernel/index.js';
import type { ConversationHead } from '../conversations/index.js';

/** A notice of a group. */
export interface Notice {
  readonly id: number;
  readonly content: string;
  /** Shown at the top of the chat; at most one per group. */
  readonly isTop: boolean;
}

const noticeColumns = ['id', 'content', 'is_top as isTop'] as const;

/** The notices of a group, newest first. */
export function selectNotices(ctx: Ctx, of: Pick<ConversationHead, 'id'>): Promise<Notice[]> {
  return ctx.db
    .selectFrom('group_notices')
    .select(noticeColumns)
    .where('tenant_id', '=', ctx.tenant.id)
    .where('conversation_id', '=', of.id)
    .orderBy('id', 'desc')
    .execute();
}

/** The top notice of a group, or undefined. */
export function selectTopNotice(ctx: Ctx, of: Pick<ConversationHead, 'id'>): Promise<Notice | undefined> {
  return ctx.db
    .selectFrom('group_notices')
    .select(noticeColumns)
    .where('tenant_id', '=', ctx.tenant.id)
    .where('conversation_id', '=', of.id)
    .where('is_top', '=', true)
    .orderBy('id', 'desc')
    .executeTakeFirst();
}

/** Inserts a notice by the caller. */
export async function insertNotice(
  tx: MemberTx,
  of: ConversationHead,
  notice: { content: string; isTop: boolean },
): Promise<void> {
  const now = tx.now();
  await tx.db
    .insertInto('group_notices')
    .values({
      tenant_id: tx.tenant.id,
      conversation_id: of.id,
      author_id: tx.actor,
      content: notice.content,
      is_top: notice.isTop,
      created_at: now,
      updated_at: now,
    })
    .execute();
}

/** Changes a notice; returns false if it does not exist. */
export async function updateNotice(tx: Tx, of: ConversationHead, notice: Notice): Promise<boolean> {
  const result = await tx.db
    .updateTable('group_notices')
    .set({ content: notice.content, is_top: notice.isTop, updated_at: tx.now() })
    .where('tenant_id', '=', tx.tenant.id)
    .where('conversation_id', '=', of.id)
    .where('id', '=', notice.id)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Removes the top position of every notice. */
export async function updateNoTop(tx: Tx, of: ConversationHead): Promise<void> {
  await tx.db
    .updateTable('group_notices')
    .set({ is_top: false })
    .where('tenant_id', '=', tx.tenant.id)
    .where('conversation_id', '=', of.id)
    .where('is_top', '=', true)
    .execute();
}

/** Deletes a notice; returns false if it does not exist. */
export async function deleteNotice(tx: Tx, of: ConversationHead, id: number): Promise<boolean> {
  const result = await tx.db
    .deleteFrom('group_notices')
    .where('tenant_id', '=', tx.tenant.id)
    .where('conversation_id', '=', of.id)
    .where('id', '=', id)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}
