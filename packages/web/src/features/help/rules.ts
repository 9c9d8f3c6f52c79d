import type { im, Result } from '@kith/contract';
import { fold } from '../../client/fold.js';

/** A page that the operator has written. */
export type Article = Result<typeof im.vendor.getArticleDetail>;

/** The articles with a text in their title, summary or content. */
export function findArticles(articles: readonly Article[], text: string): readonly Article[] {
  const wanted = fold(text).trim();
  if (wanted === '') return articles;
  return articles.filter(({ article_name: title, article_desc: summary, content }) =>
    [title, summary, plain(content)].some((part) => fold(part).includes(wanted)),
  );
}

/** The words of a page without its tags, to look for something in them. */
function plain(html: string): string {
  return html
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ');
}
