import { DomainError, refuseAsDomain, transact, type Ctx } from '../kernel/index.js';
import { audit, operatorName, type OperatorCtx, type OperatorTx, type StaffCtx } from '../staff/index.js';
import {
  selectAnnouncements,
  upsertAnnouncements,
  type PublishedAnnouncement,
} from './announcements-store.js';
import { deleteArticle, insertVersions, selectArticles, type Article } from './articles-store.js';
import { cleanAnnouncementTexts } from './clean-announcement.js';
import { cleanArticle } from './clean-article.js';
import { cleanLink } from './clean-link.js';
import { deleteRow, selectLinks, upsertLinks, type Draft, type Link } from './store.js';

/** All content that an operator publishes. */
export interface Content {
  readonly articles: readonly Article[];
  readonly menu: readonly Link[];
  readonly explore: readonly Link[];
  readonly announcements: readonly PublishedAnnouncement[];
}

/** Content to publish: a draft with an id changes that row, one without is new. */
export type ContentDrafts = {
  readonly [K in Exclude<keyof Content, 'articles'>]?: readonly Draft<Content[K][number]>[] | undefined;
} & { readonly articles?: readonly Draft<Omit<Article, 'updatedAt'>>[] | undefined };

/** All published rows of a tenant, including hidden ones, for its operator. */
export async function listContent(ctx: Ctx): Promise<Content> {
  const [articles, menu, explore, announcements] = await Promise.all([
    selectArticles(ctx),
    selectLinks(ctx, 'menu'),
    selectLinks(ctx, 'explore'),
    selectAnnouncements(ctx),
  ]);
  return { articles, menu, explore, announcements };
}

/**
 * Publishes all drafts or none; sanitizes HTML. Throws `invalid` or `too_large` for an invalid row, and `not_found` if
 * an id does not exist in this list of the tenant.
 */
export function publishContent(ctx: OperatorCtx, drafts: ContentDrafts): Promise<void> {
  return transact(ctx, async (tx) => {
    await storeDrafts(tx, drafts);
    const counts = Object.entries(drafts).map(([list, rows]) => [list, rows?.length ?? 0]);
    await audit(tx, { action: 'content.publish', after: Object.fromEntries(counts) });
  });
}

/** Publishes drafts like `publishContent`, in the transaction of a larger change. */
export async function storeDrafts(tx: OperatorTx, drafts: ContentDrafts): Promise<void> {
  const articles = await Promise.all((drafts.articles ?? []).map((draft) => cleanArticle(tx, draft)));
  const menu = (drafts.menu ?? []).map(cleanLink);
  const explore = (drafts.explore ?? []).map(cleanLink);
  const announcements = await Promise.all(
    (drafts.announcements ?? []).map(async (draft) => ({
      ...draft,
      texts: await cleanAnnouncementTexts(tx, draft.texts),
    })),
  );
  const publishAt = tx.now();
  const writtenBy = operatorName(tx);
  const ids = articles.flatMap(({ id }) => id ?? []);
  // A version is written once in a statement, so that a repeated id would be written with both.
  if (new Set(ids).size !== ids.length) requireAllWritten('articles', ids, 0);
  const versions = await insertVersions(
    tx,
    articles.map((article) => ({ ...article, publishAt })),
    writtenBy,
  );
  requireAllWritten('articles', articles, versions.length);
  const links = { menu, explore } as const;
  for (const place of ['menu', 'explore'] as const) {
    const written = await upsertLinks(tx, { place, drafts: links[place], writtenBy });
    requireAllWritten(place, links[place], written);
  }
  requireAllWritten('announcements', announcements, await upsertAnnouncements(tx, announcements, writtenBy));
}

/** Permanently deletes a row, an article with all its versions. Throws `not_found`. */
export async function unpublish(ctx: OperatorCtx, list: keyof Content, id: number): Promise<void> {
  await transact(ctx, async (tx) => {
    const isGone =
      list === 'articles'
        ? await deleteArticle(tx, { id })
        : await deleteRow(tx, list === 'announcements' ? list : 'links', id);
    if (!isGone)
      throw new DomainError(
        'not_found',
        `There is no row ${id} among the ${list} of tenant ${ctx.tenant.id}.`,
      );
    await audit(tx, { action: 'content.unpublish', object: { kind: list, id } });
  });
}

/** Stores a picture like `storeOperatorPicture`, for a member of staff. */
export async function addOperatorPicture(ctx: StaffCtx, bytes: Uint8Array): Promise<string> {
  const path = await storeOperatorPicture(ctx, bytes);
  await transact(ctx, (tx) =>
    audit(tx, { action: 'content.addPicture', object: { kind: 'picture', id: path } }),
  );
  return path;
}

/** Re-encodes and stores an operator's picture; returns its path. Throws `unsupported_media` or `too_large`. */
export async function storeOperatorPicture(ctx: Ctx, bytes: Uint8Array): Promise<string> {
  const { full } = await refuseAsDomain(ctx.ports.media.picture(bytes));
  const key = `uploads/${ctx.tenant.id}/${ctx.ids.hex(16)}.${full.extension}`;
  await ctx.ports.blobs.put(key, full.bytes);
  return `/${key}`;
}

/** Throws `not_found` if fewer rows than drafts were written: an id was unknown or repeated. */
function requireAllWritten(list: keyof Content, drafts: readonly unknown[], written: number): void {
  if (written !== drafts.length)
    throw new DomainError('not_found', `An id among the ${list} does not belong to this tenant.`);
}
