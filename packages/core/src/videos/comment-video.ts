import { requireMayWrite } from '../accounts/index.js';
import { lookUpPerson } from '../contacts/index.js';
import { bounds, DomainError, limitActor, transact, type MemberCtx, type Page } from '../kernel/index.js';
import { accessVideo, lockVideo } from './access.js';
import {
  countCommentLog,
  countThreads,
  insertComment,
  selectComment,
  selectCommentLog,
  selectReplies,
  selectThreads,
  type Comment,
  type LoggedComment,
} from './comments-store.js';
import { paginate } from './paginate.js';
import { cleanComment } from './rules.js';

/**
 * Comments on a video or answers a comment. Threads have two levels: an answer to a reply joins its thread. Throws
 * `invalid`, `bucketed`, `not_found` or `too_many_requests`.
 */
export async function commentVideo(
  ctx: MemberCtx,
  input: { videoId: number; commentId: number | undefined; content: string },
): Promise<void> {
  const content = cleanComment(input.content);
  await requireMayWrite(ctx);
  await limitActor(ctx, 'video_comment');
  await transact(ctx, async (tx) => {
    const video = await lockVideo(tx, input.videoId);
    const answered =
      input.commentId === undefined ? undefined : await accessComment(tx, video.id, input.commentId);
    await insertComment(tx, {
      videoId: video.id,
      ownerId: video.authorId,
      parentId: answered ? (answered.parentId ?? answered.id) : null,
      toId: answered?.authorId ?? null,
      content,
    });
  });
}

/** A comment with its replies, oldest first. */
export interface CommentThread extends Comment {
  readonly replies: readonly Comment[];
}

/** The comments on a video, newest thread first. Throws `not_found`. */
export async function listCommentThreads(
  ctx: MemberCtx,
  input: { videoId: number; page: number },
): Promise<Page<CommentThread>> {
  const { id } = await accessVideo(ctx, input.videoId);
  return paginate(input.page, await countThreads(ctx, id), async (window) => {
    const comments = await selectThreads(ctx, id, window);
    const replies = await selectReplies(
      ctx,
      comments.map((comment) => comment.id),
      bounds.list.videoReplies,
    );
    return comments.map((comment) => ({
      ...comment,
      replies: replies.filter((reply) => reply.parentId === comment.id),
    }));
  });
}

/** An account's comments, and the comments on its videos, newest first. Throws `not_found`. */
export async function listCommentLog(
  ctx: MemberCtx,
  input: { accountId: number; page: number },
): Promise<Page<LoggedComment>> {
  const { id } = await lookUpPerson(ctx, input.accountId);
  const total = await countCommentLog(ctx, id);
  return paginate(input.page, total, (window) => selectCommentLog(ctx, id, window));
}

async function accessComment(ctx: MemberCtx, videoId: number, id: number): Promise<Comment> {
  const comment = await selectComment(ctx, videoId, id);
  if (!comment) throw new DomainError('not_found');
  return comment;
}
