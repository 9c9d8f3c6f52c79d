import { eraseInSteps, transact, type Ctx, type Departed } from '../kernel/index.js';
import { discardBlobs } from '../media/index.js';
import {
  deleteAuthorCounts,
  deleteCommentsOf,
  deleteFollowsOf,
  deleteLikesOf,
  deleteVideosOf,
  lockCommentedVideos,
  updateCommentCounts,
} from './erase-store.js';
import { stillOf } from './rules.js';
import { videoBlobKey } from './upload-video.js';

/** Deletes an account's videos, with their files and what others wrote below, and its likes, follows and comments. */
export async function eraseVideos(ctx: Ctx, departed: Departed): Promise<void> {
  await eraseInSteps(ctx, async (tx, limit) => {
    const names = await deleteVideosOf(tx, departed, limit);
    await discardBlobs(tx, [...new Set(names.flatMap((name) => [name, stillOf(name)]))].map(videoBlobKey));
    return names.length;
  });
  await eraseInSteps(ctx, (tx, limit) => deleteLikesOf(tx, departed, limit));
  await eraseInSteps(ctx, (tx, limit) => deleteFollowsOf(tx, departed, limit));
  await transact(ctx, (tx) => deleteAuthorCounts(tx, departed));
  await eraseInSteps(ctx, async (tx, limit) => {
    const videoIds = await lockCommentedVideos(tx, departed, limit);
    const amount = await deleteCommentsOf(tx, departed, videoIds, limit);
    await updateCommentCounts(tx, videoIds);
    return amount;
  });
}
