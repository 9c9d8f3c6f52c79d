import { createHash } from 'node:crypto';
import {
  bounds,
  cutLine,
  DomainError,
  invalid,
  limitActor,
  requesterOf,
  transact,
  type Ctx,
  type MemberCtx,
} from '../kernel/index.js';
import type { LinkedPage } from '../ports/index.js';
import { discardBlobs } from './discard-blobs.js';
import { drawPicture } from './encode-file.js';
import {
  deleteExpiredPreviews,
  selectPreview,
  upsertPreview,
  type KeptPreview,
} from './link-previews-store.js';

/** What a page says of itself, as text of one line, and the name of its picture. */
export type LinkPreview = Omit<KeptPreview, 'isFound'>;

/**
 * The preview of a web page. The server reads the page, or remembers it for a day. Throws `feature_off` unless the operator
 * allows it, `invalid` for anything but the address of a web page, and `not_found` if the page says nothing or cannot be
 * read, whatever the reason.
 */
export async function previewLink(ctx: MemberCtx, address: string): Promise<LinkPreview> {
  if (!ctx.ports.links.isAvailable) throw new DomainError('feature_off');
  const url = readUrl(address);
  await limitActor(ctx, 'link_preview');
  const urlHash = createHash('sha256').update(url.href).digest('hex');
  const preview = (await selectPreview(ctx, urlHash)) ?? (await readPreview(ctx, url, urlHash));
  if (!preview.isFound) throw new DomainError('not_found');
  const { title, description, picture } = preview;
  return { title, description, picture };
}

/** Deletes previews that have expired. Run periodically. */
export async function sweepLinkPreviews(ctx: Ctx): Promise<void> {
  const amount = await transact(ctx, async (tx) => {
    const gone = await deleteExpiredPreviews(tx, bounds.link.sweptAtOnce);
    await discardBlobs(tx, gone.pictures.map(pictureKey));
    return gone.amount;
  });
  if (amount === bounds.link.sweptAtOnce) await sweepLinkPreviews(ctx);
}

function readUrl(address: string): URL {
  if (address.length > bounds.link.urlCharacters || !URL.canParse(address)) throw invalid('url');
  const url = new URL(address);
  const isWeb = url.protocol === 'http:' || url.protocol === 'https:';
  // A name and a password in an address are a trick, or a secret.
  if (!isWeb || url.username !== '' || url.password !== '') throw invalid('url');
  url.hash = '';
  return url;
}

async function readPreview(ctx: MemberCtx, url: URL, urlHash: string): Promise<KeptPreview> {
  const page = await ctx.ports.links.read(url, requesterOf(ctx));
  const { titleCharacters, descriptionCharacters, keptMs, failureKeptMs } = bounds.link;
  const title = cutLine(page?.title ?? '', titleCharacters);
  const isFound = title !== '';
  const preview: KeptPreview = {
    isFound,
    title,
    description: cutLine(page?.description ?? '', descriptionCharacters),
    picture: isFound ? await storePicture(ctx, page?.picture) : null,
  };
  await transact(ctx, async (tx) => {
    const expiresAt = tx.now() + (isFound ? keptMs : failureKeptMs);
    const replaced = await upsertPreview(tx, urlHash, { ...preview, expiresAt });
    if (replaced !== undefined) await discardBlobs(tx, [pictureKey(replaced)]);
  });
  return preview;
}

/** Encodes the picture anew, as every picture; one that is none is left out. */
async function storePicture(ctx: MemberCtx, bytes: LinkedPage['picture']): Promise<string | null> {
  const drawn = bytes && (await drawPicture(ctx, bytes).catch(() => undefined));
  if (!drawn) return null;
  const name = `${ctx.ids.hex(16)}.${drawn.thumb.extension}`;
  await ctx.ports.blobs.put(pictureKey(name), drawn.thumb.bytes);
  return name;
}

function pictureKey(name: string): string {
  return `preview/${name}`;
}
