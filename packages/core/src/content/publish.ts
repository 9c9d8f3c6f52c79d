import { DomainError, prose, refuseAsDomain, transact, type Ctx, type Tx } from '../kernel/index.js';
import { checkBody, cleanPicture, cleanPort, cleanSummary, cleanTitle, cleanUrl } from './rules.js';
import {
  deleteRow,
  selectAnnouncements,
  selectArticles,
  selectLinks,
  upsertAnnouncements,
  upsertArticles,
  upsertLinks,
  type Announcement,
  type Article,
  type Draft,
  type Link,
} from './store.js';

/** All content that an operator publishes. */
export interface Content {
  readonly articles: readonly Article[];
  readonly menu: readonly Link[];
  readonly explore: readonly Link[];
  readonly announcements: readonly Announcement[];
}

/** Content to publish: a draft with an id changes that row, one without is new. */
export type ContentDrafts = {
  readonly [K in keyof Content]?: readonly Draft<Content[K][number]>[] | undefined;
};

/** All rows of a tenant, including hidden ones, for its operator. */
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
export function publishContent(ctx: Ctx, drafts: ContentDrafts): Promise<void> {
  return transact(ctx, (tx) => storeDrafts(tx, drafts));
}

/** Publishes drafts like `publishContent`, in the transaction of a larger change. */
export async function storeDrafts(tx: Tx, drafts: ContentDrafts): Promise<void> {
  const articles = await Promise.all((drafts.articles ?? []).map((draft) => cleanArticle(tx, draft)));
  const menu = (drafts.menu ?? []).map(cleanLink);
  const explore = (drafts.explore ?? []).map(cleanLink);
  const announcements = await Promise.all(
    (drafts.announcements ?? []).map((draft) => cleanAnnouncement(tx, draft)),
  );
  requireAllWritten('articles', articles, await upsertArticles(tx, articles));
  requireAllWritten('menu', menu, await upsertLinks(tx, 'menu', menu));
  requireAllWritten('explore', explore, await upsertLinks(tx, 'explore', explore));
  requireAllWritten('announcements', announcements, await upsertAnnouncements(tx, announcements));
}

const tables = {
  articles: 'articles',
  menu: 'links',
  explore: 'links',
  announcements: 'announcements',
} as const;

/** Permanently deletes a row. Throws `not_found`. */
export async function unpublish(ctx: Ctx, list: keyof Content, id: number): Promise<void> {
  if (!(await deleteRow(ctx, tables[list], id)))
    throw new DomainError('not_found', `There is no row ${id} among the ${list} of tenant ${ctx.tenant.id}.`);
}

/** Re-encodes and stores an operator's picture; returns its path. Throws `unsupported_media` or `too_large`. */
export async function storeOperatorPicture(ctx: Ctx, bytes: Uint8Array): Promise<string> {
  const { full } = await refuseAsDomain(ctx.ports.media.picture(bytes));
  const key = `uploads/${ctx.tenant.id}/${ctx.ids.hex(16)}.${full.extension}`;
  await ctx.ports.blobs.put(key, full.bytes);
  return `/${key}`;
}

async function cleanArticle(ctx: Ctx, draft: Draft<Article>): Promise<Draft<Article>> {
  return {
    ...draft,
    title: cleanTitle('title', draft.title),
    summary: cleanSummary('summary', draft.summary),
    body: await cleanBody(ctx, draft.body),
    picture: cleanPicture(draft.picture),
  };
}

function cleanLink(draft: Draft<Link>): Draft<Link> {
  return {
    ...draft,
    name: cleanTitle('name', draft.name),
    url: cleanUrl(draft.url),
    port: cleanPort(draft.port),
    picture: cleanPicture(draft.picture),
  };
}

async function cleanAnnouncement(ctx: Ctx, draft: Draft<Announcement>): Promise<Draft<Announcement>> {
  return { ...draft, title: cleanTitle('title', draft.title), body: await cleanBody(ctx, draft.body) };
}

async function cleanBody(ctx: Ctx, html: string): Promise<string> {
  checkBody(html);
  const body = await ctx.ports.html.clean(prose(html));
  // Sanitizing can lengthen it, and stored text must fit when it is published again.
  checkBody(body);
  return body;
}

/** Throws `not_found` if fewer rows than drafts were written: an id was unknown or repeated. */
function requireAllWritten(list: keyof Content, drafts: readonly unknown[], written: number): void {
  if (written !== drafts.length)
    throw new DomainError('not_found', `An id among the ${list} does not belong to this tenant.`);
}
