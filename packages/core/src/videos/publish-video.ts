import { requireMayWrite } from '../accounts/index.js';
import { DomainError, limitActor, transact, type MemberCtx } from '../kernel/index.js';
import { accessCategory } from './categories.js';
import { cleanTitle, stillOf } from './rules.js';
import { insertVideo, hasPublished } from './store.js';
import { PUBLISH_WITHIN_MS } from './upload-video.js';
import { claimUploads } from './uploads-store.js';

/**
 * Publishes an uploaded video. Its cover is an uploaded picture, by default the still. A video that the caller has
 * already published does not change: clients repeat calls whose response was lost. Throws `invalid`, `bucketed`, or
 * `not_found` for a missing category or upload.
 */
export async function publishVideo(
  ctx: MemberCtx,
  input: { title: string; file: string; cover: string | undefined; categoryId: number | undefined },
): Promise<void> {
  await limitActor(ctx, 'video_release');
  const { file, cover = stillOf(file) } = input;
  const title = cleanTitle(input.title);
  await requireMayWrite(ctx);
  const category = input.categoryId === undefined ? undefined : await accessCategory(ctx, input.categoryId);
  await transact(ctx, async (tx) => {
    const uploads = await claimUploads(tx, [file, cover], tx.now() - PUBLISH_WITHIN_MS);
    const find = (name: string, kind: string) =>
      uploads.find((upload) => upload.name === name && upload.kind === kind);
    const [video, picture] = [find(file, 'video'), find(cover, 'cover')];
    if (!video && (await hasPublished(tx, file))) return;
    if (!video || !picture) throw new DomainError('not_found');
    const sizeBytes =
      video.sizeBytes === null || picture.sizeBytes === null ? null : video.sizeBytes + picture.sizeBytes;
    await insertVideo(tx, { title, file, cover, categoryId: category?.id ?? null, sizeBytes });
  });
}
