import type { imShapes } from '@kith/contract';
import type { Profile } from '@kith/core/accounts';
import type { TenantId } from '@kith/core/kernel';
import type { Comment, Thread, Video } from '@kith/core/videos';
import { presentUserRow, seconds } from './account.js';

/** Where the files of short videos are fetched. */
const FOLDER = '/static/video/';

type People = ReadonlyMap<number, Profile>;

/** The path of a file from its name. */
export function videoPath(name: string): string {
  return FOLDER + name;
}

/** The name of a file from its path; empty, which names nothing, for what does not lie there. */
export function videoName(path: string): string {
  return path.startsWith(FOLDER) ? path.slice(FOLDER.length) : '';
}

/** A video in the list of its author. */
export function presentVideoOfSomebody(video: Video): imShapes.VideoOfSomebody {
  return {
    id: video.id,
    user_id: video.authorId,
    title: video.title,
    video: videoPath(video.file),
    gif: videoPath(video.cover),
    fabulous: video.likeCount,
    comment: video.commentCount,
    createtime: seconds(video.createdAt),
    status: '1',
    category_id: video.categoryId ?? 0,
  };
}

/** A video among those of others. */
export function presentVideo(video: Video, people: People, tenantId: TenantId): imShapes.ShortVideo {
  return {
    ...presentVideoOfSomebody(video),
    is_fabulous: video.isLiked,
    is_follow: video.isFollowed,
    user_info: presentUserRow(personOf(people, video.authorId), tenantId),
  };
}

/** A comment as its row says it: `comment_id` is the thread that it answers in, 0 when it began one. */
export function presentComment(comment: Comment): imShapes.VideoComment {
  return {
    id: comment.id,
    share_id: comment.videoId,
    user_id: comment.authorId,
    comment_id: comment.parentId ?? 0,
    to_id: comment.toId ?? 0,
    content: comment.content,
    createtime: seconds(comment.createdAt),
  };
}

/** A comment with its replies. Clients answer a row by its `comment_id`, so here that is the row's own id. */
export function presentThread(thread: Thread, people: People, tenantId: TenantId): imShapes.VideoThread {
  const shown = (comment: Comment): imShapes.VideoReply => ({
    ...presentComment(comment),
    comment_id: comment.id,
    user_info: presentUserRow(personOf(people, comment.authorId), tenantId),
    children: [],
    childlist: [],
  });
  const replies = thread.replies.map(shown);
  return { ...shown(thread), children: replies, childlist: replies };
}

/** Everybody who is named in a list is loaded before it is shown, and accounts are never deleted. */
export function personOf(people: People, id: number): Profile {
  const person = people.get(id);
  if (!person) throw new Error(`Account ${id} was not loaded.`);
  return person;
}
