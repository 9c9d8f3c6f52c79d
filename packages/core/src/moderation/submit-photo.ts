import { requireMayWrite } from '../accounts/index.js';
import { transact, type MemberCtx } from '../kernel/index.js';
import { decidePhotos, placePhoto, savePhoto, type PhotoInput } from '../photos/index.js';
import { selectIsRefused } from './refused-images-store.js';
import { insertLog, OWNERS_DOING } from './store.js';

/**
 * Puts a picture at a place on the caller's card, waiting for a moderator; the same bytes again have no effect. A
 * picture that was refused before is refused immediately; if the tenant does not review photos, any other is approved
 * immediately. Throws `bucketed`, `unsupported_media`, `too_large` or `not_stored`.
 */
export async function submitPhoto(ctx: MemberCtx, input: PhotoInput): Promise<void> {
  await requireMayWrite(ctx);
  const upload = await savePhoto(ctx, input);
  if (!upload) return;
  await transact(ctx, async (tx) => {
    const placed = await placePhoto(tx, upload);
    if (!placed) return;
    const about = { accountId: tx.actor, uploadId: upload.id };
    if (placed.before === 'approved' || placed.before === 'refused')
      await insertLog(tx, {
        ...about,
        by: 'owner',
        what: OWNERS_DOING,
        why: 'A new picture replaced the reviewed one.',
      });
    const isRefused = await selectIsRefused(tx, [upload.sourceHash, upload.pictureHash]);
    if (!isRefused && tx.tenant.settings.photoReview === 'humans') return;
    const state = isRefused ? 'refused' : 'approved';
    const why = isRefused ? 'The same picture was refused earlier.' : 'Photo review is disabled.';
    await decidePhotos(tx, { accountId: tx.actor, uploadIds: [upload.id] }, { from: ['waiting'], to: state });
    await insertLog(tx, { ...about, by: 'kith', what: `photo ${state}`, why });
  });
}
