import { invalid, prose, type Ctx } from '../kernel/index.js';
import type { ArticleContent, ArticleText } from './articles-store.js';
import { checkBody, cleanPicture, cleanSummary, cleanTitle } from './rules.js';

/** Cleans an article for storage. Throws `invalid` or `too_large`; one without any text is invalid. */
export async function cleanArticle<T extends ArticleContent>(ctx: Ctx, article: T): Promise<T> {
  const texts = await Promise.all(
    Object.entries(article.texts).map(
      async ([language, text]) => [language, await cleanText(ctx, text)] as const,
    ),
  );
  if (texts.length === 0) throw invalid('texts');
  return { ...article, texts: Object.fromEntries(texts), picture: cleanPicture(article.picture) };
}

async function cleanText(ctx: Ctx, { title, summary, body }: ArticleText): Promise<ArticleText> {
  return {
    title: cleanTitle('title', title),
    summary: cleanSummary('summary', summary),
    body: await cleanBody(ctx, body),
  };
}

/** Sanitizes HTML for storage. Throws `invalid` or `too_large`. */
export async function cleanBody(ctx: Ctx, html: string): Promise<string> {
  checkBody(html);
  const body = await ctx.ports.html.clean(prose(html));
  // Sanitizing can lengthen it, and stored text must fit when it is published again.
  checkBody(body);
  return body;
}
