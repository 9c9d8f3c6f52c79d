import { DomainError, prose, refuseAsDomain, transact, type Ctx } from '../kernel/index.js';
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

/** Everything that an operator publishes. */
export interface Content {
  readonly articles: readonly Article[];
  readonly menu: readonly Link[];
  readonly explore: readonly Link[];
  readonly announcements: readonly Announcement[];
}

/** What is to be published: a draft with an id changes that row, one without makes a new one. */
export type ContentDrafts = {
  readonly [K in keyof Content]?: readonly Draft<Content[K][number]>[] | undefined;
};

/** All rows of a tenant, also those that are not shown, for its operator. */
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
 * Publishes all of it or nothing; HTML loses whatever could run or break out of its page. Throws `invalid` or
 * `too_large` for a bad row, and `not_found` when an id is not a row of this tenant in this list.
 */
export function publishContent(ctx: Ctx, drafts: ContentDrafts): Promise<void> {
  return transact(ctx, (tx) => storeDrafts(tx, drafts));
}

/** The same inside a transaction. */
export async function storeDrafts(tx: Ctx, drafts: ContentDrafts): Promise<void> {
  const articles = (drafts.articles ?? []).map((draft) => cleanArticle(tx, draft));
  const menu = (drafts.menu ?? []).map(cleanLink);
  const explore = (drafts.explore ?? []).map(cleanLink);
  const announcements = (drafts.announcements ?? []).map((draft) => cleanAnnouncement(tx, draft));
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

/** Takes a row away for good. Throws `not_found`. */
export async function unpublish(ctx: Ctx, list: keyof Content, id: number): Promise<void> {
  if (!(await deleteRow(ctx, tables[list], id)))
    throw new DomainError('not_found', `There is no row ${id} among the ${list} of tenant ${ctx.tenant.id}.`);
}

/** Keeps a picture of the operator, drawn anew like every other; answers its path. Throws `unsupported_media` or `too_large`. */
export async function storeOperatorPicture(ctx: Ctx, bytes: Uint8Array): Promise<string> {
  const { full } = await refuseAsDomain(ctx.ports.media.picture(bytes));
  const key = `uploads/${ctx.tenant.id}/${ctx.ids.hex(16)}.${full.extension}`;
  await ctx.ports.blobs.put(key, full.bytes);
  return `/${key}`;
}

function cleanArticle(ctx: Ctx, draft: Draft<Article>): Draft<Article> {
  return {
    ...draft,
    title: cleanTitle('title', draft.title),
    summary: cleanSummary('summary', draft.summary),
    body: cleanBody(ctx, draft.body),
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

function cleanAnnouncement(ctx: Ctx, draft: Draft<Announcement>): Draft<Announcement> {
  return { ...draft, title: cleanTitle('title', draft.title), body: cleanBody(ctx, draft.body) };
}

function cleanBody(ctx: Ctx, html: string): string {
  checkBody(html);
  const body = ctx.ports.html.clean(prose(html));
  // Cleaning can make it longer, and what is stored has to fit when it is published again.
  checkBody(body);
  return body;
}

/** Fewer rows than drafts: an id was none of the tenant's, or stood there twice. */
function requireAllWritten(list: keyof Content, drafts: readonly unknown[], written: number): void {
  if (written !== drafts.length)
    throw new DomainError('not_found', `An id among the ${list} is no row of this tenant.`);
}
