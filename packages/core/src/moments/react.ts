import { requireMayWrite, notifyAccounts } from '../accounts/index.js';
import {
  DomainError,
  limitActor,
  transact,
  type AccountId,
  type MemberCtx,
  type MemberTx,
  type MomentId,
} from '../kernel/index.js';
import { accessMoment } from './access.js';
import { deleteLike, hasCommented, insertComment, insertLike } from './reactions-store.js';
import { cleanComment } from './rules.js';
import type { MomentRow } from './store.js';

/**
 * Likes or unlikes a moment; toggles if `isLiked` is undefined. Returns the new state; a repeat has no effect. Throws
 * `not_found`.
 */
export async function setLike(
  ctx: MemberCtx,
  input: { momentId: string; isLiked: boolean | undefined },
): Promise<boolean> {
  await limitActor(ctx, 'like');
  return transact(ctx, async (tx) => {
    const moment = await accessMoment(tx, input.momentId);
    const isLiked = input.isLiked ?? !moment.isLiked;
    const { isNews, toIds } = isLiked ? await like(tx, moment) : await unlike(tx, moment);
    if (!isNews) return isLiked;
    await notifyReaction(tx, moment.id, 'like', toIds);
    tx.emit({
      type: 'moment_liked',
      tenantId: tx.tenant.id,
      momentId: moment.id,
      authorId: moment.authorId,
      byId: tx.actor,
    });
    return isLiked;
  });
}

/** Comments on a moment or answers a comment there. Throws `not_found`, `invalid` or `too_many_requests`. */
export async function commentMoment(
  ctx: MemberCtx,
  input: { momentId: string; replyToId: number; text: string },
): Promise<void> {
  const text = cleanComment(input.text);
  await requireMayWrite(ctx);
  await limitActor(ctx, 'moment_comment');
  await transact(ctx, async (tx) => {
    const moment = await accessMoment(tx, input.momentId);
    const replyToId = await accessAnswered(tx, moment, input.replyToId);
    const { id, toIds } = await insertComment(tx, moment, { replyToId, text });
    await notifyReaction(tx, moment.id, 'comment', toIds);
    tx.emit({
      type: 'moment_commented',
      tenantId: tx.tenant.id,
      momentId: moment.id,
      commentId: id,
      toIds,
    });
  });
}

async function like(
  tx: MemberTx,
  moment: MomentRow,
): Promise<{ isNews: boolean; toIds: readonly AccountId[] }> {
  const { isNew, toIds } = await insertLike(tx, moment);
  return { isNews: isNew, toIds };
}

async function unlike(
  tx: MemberTx,
  moment: MomentRow,
): Promise<{ isNews: boolean; toIds: readonly AccountId[] }> {
  return { isNews: await deleteLike(tx, moment.id), toIds: [] };
}

/**
 * The author of the answered comment; null for a comment to the moment's author, which is shown without a name. Throws
 * `not_found`.
 */
async function accessAnswered(tx: MemberTx, moment: MomentRow, id: number): Promise<AccountId | null> {
  const answered = id as AccountId; // validated by the comment lookup
  if (id === 0 || answered === moment.authorId) return null;
  if (!(await hasCommented(tx, moment.id, answered))) throw new DomainError('not_found');
  return answered;
}

async function notifyReaction(
  tx: MemberTx,
  momentId: MomentId,
  reaction: 'like' | 'comment',
  toIds: readonly AccountId[],
): Promise<void> {
  await notifyAccounts(
    tx,
    toIds.map((accountId) => ({
      accountId,
      type: 'moment_reacted',
      data: { momentId, byId: tx.actor, reaction },
    })),
  );
}
