import { DomainError, pageOf, type Ctx, type MemberCtx, type Page } from '../kernel/index.js';
import type { Language } from '../outbox/index.js';
import { selectNewestAnnouncement, type ShownAnnouncement } from './announcements-store.js';
import {
  selectShownArticle,
  selectShownArticles,
  type ArticlePosition,
  type ShownArticle,
} from './articles-store.js';
import { countShownLinks, selectLinks, type Link, type LinkPlace } from './store.js';

/** The visible articles in one place for readers of a language, in the operator's order. */
export function listArticles(
  ctx: Ctx,
  shown: { readonly position: ArticlePosition; readonly language: Language },
): Promise<ShownArticle[]> {
  return selectShownArticles(ctx, shown);
}

/** A visible article in the language of its reader, or in another one that it has. Throws `not_found`. */
export async function getArticle(
  ctx: Ctx,
  of: { readonly id: number; readonly language: Language },
): Promise<ShownArticle> {
  const article = await selectShownArticle(ctx, of);
  if (!article) throw new DomainError('not_found');
  return article;
}

/** A page of the visible links in one place, in the operator's order; `page` counts from 1. */
export async function listLinks(
  ctx: Ctx,
  place: LinkPlace,
  { page, perPage }: { page: number; perPage: number },
): Promise<Page<Link>> {
  const [rows, total] = await Promise.all([
    selectLinks(ctx, place, { offset: (page - 1) * perPage, limit: perPage }),
    countShownLinks(ctx, place),
  ]);
  return pageOf(rows, total, page, perPage);
}

/** The newest announcement that is for the caller now, in the caller's language or in another one; or undefined. */
export function findAnnouncement(ctx: MemberCtx, language: Language): Promise<ShownAnnouncement | undefined> {
  return selectNewestAnnouncement(ctx, language);
}
