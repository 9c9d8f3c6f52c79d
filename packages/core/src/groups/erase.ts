import { listGroupsOf } from '../conversations/index.js';
import {
  AVATAR_SIZES,
  bounds,
  eraseInSteps,
  transact,
  type Ctx,
  type Departed,
  type MemberCtx,
} from '../kernel/index.js';
import { discardBlobs } from '../media/index.js';
import { deleteGroupTraces } from './erase-store.js';
import { leaveGroup } from './leave-group.js';
import { uploadedPhotoFolder } from './photo.js';

/** Takes an account out of all groups and deletes its requests, invitations and notices. */
export async function eraseGroupTraces(ctx: Ctx, departed: Departed): Promise<void> {
  const { id } = departed;
  const leaver: MemberCtx = { ...ctx, actor: id, sessionId: '' };
  for (;;) {
    const listIds = await listGroupsOf(ctx, id, bounds.job.rowsErasedAtOnce);
    if (listIds.length === 0) break;
    // One at a time, because each locks its group.
    for (const listId of listIds) {
      await leaveGroup(leaver, listId);
      const folder = uploadedPhotoFolder(leaver, listId);
      await transact(ctx, (tx) =>
        discardBlobs(
          tx,
          AVATAR_SIZES.map((size) => `${folder}/${size}.jpg`),
        ),
      );
    }
  }
  await eraseInSteps(ctx, (tx, limit) => deleteGroupTraces(tx, departed, limit));
}
