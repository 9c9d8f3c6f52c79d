import { consumeUploadQuota } from '../accounts/index.js';
import { requesterOf, bounds, localDay, refuseAsDomain, type Ctx, type MemberCtx } from '../kernel/index.js';
import { checkVideoFacts, checkVideoFile, stillOf } from './rules.js';
import { deleteUploads, insertUploads, selectUploadsBefore } from './uploads-store.js';

/** Unpublished uploads are deleted after a day. */
export const PUBLISH_WITHIN_MS = 24 * 3600_000;
/** A `publishVideo` that started in time has ended by then. */
const SWEEP_AFTER_MS = PUBLISH_WITHIN_MS + 3600_000;

/** The names of an uploaded file and of its cover. */
export interface UploadedVideo {
  readonly name: string;
  /** For a picture: its own name. */
  readonly cover: string;
}

/**
 * Stores a video to be published, with a still, or a picture for a cover. Throws `unsupported_media`, `too_large` or
 * `unavailable`.
 */
export async function uploadVideo(ctx: MemberCtx, bytes: Uint8Array): Promise<UploadedVideo> {
  await consumeUploadQuota(ctx, bytes.length);
  const sniffed = await refuseAsDomain(ctx.ports.media.sniff(bytes, requesterOf(ctx)));
  if (sniffed.family === 'image') return keepCover(ctx, bytes);

  const { settings } = ctx.tenant;
  checkVideoFile(sniffed, bytes.length, settings);
  checkVideoFacts(await refuseAsDomain(ctx.ports.media.probe(bytes, requesterOf(ctx))), settings);
  const kept = await refuseAsDomain(ctx.ports.media.strip(bytes, sniffed.extension));
  const still = await ctx.ports.media.poster(kept, sniffed.extension, requesterOf(ctx));

  const name = newName(ctx, sniffed.extension);
  const cover = stillOf(name);
  // The rows are stored first, so that the sweep finds stored files that are never published.
  await insertUploads(ctx, [
    { name, kind: 'video', sizeBytes: kept.length },
    { name: cover, kind: 'cover', sizeBytes: still.length },
  ]);
  await Promise.all([
    ctx.ports.blobs.put(videoBlobKey(name), kept),
    ctx.ports.blobs.put(videoBlobKey(cover), still),
  ]);
  return { name, cover };
}

/** Deletes uploads that were not published in time. Run periodically. */
export async function sweepVideoUploads(ctx: Ctx): Promise<void> {
  const names = await selectUploadsBefore(ctx, ctx.now() - SWEEP_AFTER_MS, bounds.file.videosSweptAtOnce);
  // The files are deleted first: an interrupted sweep finds the rows again.
  await Promise.all(names.map((name) => ctx.ports.blobs.remove(videoBlobKey(name))));
  await deleteUploads(ctx, names);
}

async function keepCover(ctx: MemberCtx, bytes: Uint8Array): Promise<UploadedVideo> {
  const { full } = await refuseAsDomain(ctx.ports.media.picture(bytes, requesterOf(ctx)));
  const name = newName(ctx, full.extension);
  await insertUploads(ctx, [{ name, kind: 'cover', sizeBytes: full.bytes.length }]);
  await ctx.ports.blobs.put(videoBlobKey(name), full.bytes);
  return { name, cover: name };
}

/** The name is unguessable, because it suffices to fetch the file. */
function newName(ctx: MemberCtx, extension: string): string {
  return `${ctx.actor}/${localDay(ctx.tenant, ctx.now()).replaceAll('-', '')}/${ctx.ids.hex(16)}.${extension}`;
}

/** The key of a video's or a cover's blob. */
export function videoBlobKey(name: string): string {
  return `video/${name}`;
}
