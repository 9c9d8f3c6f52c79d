import type { imShapes } from '@kith/contract';
import type { Profile } from '@kith/core/accounts';
import type { TenantId } from '@kith/core/kernel';
import type { Comment, CommentThread, Video } from '@kith/core/videos';
import { presentUserRow, seconds } from './account.js';

/** Where the files of short videos are served. */
const FOLDER = '/static/video/';

type People = ReadonlyMap<number, Profile>;

/** The path of a file name. */
export function videoPath(name: string): string {
  return FOLDER + name;
}

/** The file name of a path; empty, which matches nothing, for a path elsewhere. */
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

/** A video in a list of several authors. */
export function presentVideo(video: Video, people: People, tenantId: TenantId): imShapes.ShortVideo {
  return {
    ...presentVideoOfSomebody(video),
    is_fabulous: video.isLiked,
    is_follow: video.isFollowed,
    user_info: presentUserRow(personOf(people, video.authorId), tenantId),
  };
}

/** A comment; `comment_id` is the thread of a reply, 0 for a comment that begins one. */
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

/** A comment with its replies. Clients reply using a row's `comment_id`, so here it is the row's own id. */
export function presentThread(
  thread: CommentThread,
  people: People,
  tenantId: TenantId,
): imShapes.VideoThread {
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

/** A person who must be loaded: lists load all their people, and accounts are never deleted. */
export function personOf(people: People, id: number): Profile {
  const person = people.get(id);
  if (!person) throw new Error(`Account ${id} was not loaded.`);
  return person;
}
