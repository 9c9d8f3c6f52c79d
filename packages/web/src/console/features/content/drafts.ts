import type { admin, Params, Result } from '@kith/contract';
import { LANGUAGES, type Language } from '../../../client/languages.js';

export type Article = Result<typeof admin.content.showArticle>;
export type Content = Pick<Article, 'position' | 'picture' | 'isShown' | 'sort' | 'texts'>;
export type TextLanguage = Language | 'all';
export type Text = NonNullable<Content['texts']['en']>;
export type Publication = Pick<Params<typeof admin.content.addArticle>, 'state' | 'publishAt'>;

export const NO_TEXT: Text = { title: '', summary: '', body: '' };

/** An article that nobody has written yet. */
export const NEW: Content = { position: 'help', picture: '', isShown: true, sort: 0, texts: {} };

/** What an article says, without what is known about it. */
export function contentOf({ position, picture, isShown, sort, texts }: Content): Content {
  return { position, picture, isShown, sort, texts };
}

/** The languages that an editor may write in; a text for all of them only if the article has one already. */
export function languagesOf({ texts }: Content): readonly TextLanguage[] {
  return texts.all ? [...LANGUAGES, 'all'] : LANGUAGES;
}

/** Changes a text of an article; a language without any text is left out. */
export function withText(content: Content, language: TextLanguage, change: Partial<Text>): Content {
  const text = { ...(content.texts[language] ?? NO_TEXT), ...change };
  const { [language]: _, ...texts } = content.texts;
  const isEmpty = [text.title, text.summary, text.body].every((part) => part.trim() === '');
  return { ...content, texts: isEmpty ? texts : { ...texts, [language]: text } };
}

/** The languages that have a text without a title, which the server would refuse. */
export function untitled({ texts }: Content): readonly TextLanguage[] {
  return ([...LANGUAGES, 'all'] as const).filter((language) => texts[language]?.title.trim() === '');
}

/** Whether two articles say the same, in whatever order their texts were written. */
export function isSame(a: Content, b: Content): boolean {
  const facts = ({ position, picture, isShown, sort, texts }: Content) =>
    JSON.stringify([
      position,
      picture,
      isShown,
      sort,
      ([...LANGUAGES, 'all'] as const).map((language) => {
        const { title, summary, body } = texts[language] ?? NO_TEXT;
        return [title, summary, body];
      }),
    ]);
  return facts(a) === facts(b);
}

/** A title of an article for somebody who reads a language; empty if it has none. */
export function titleOf(titles: Readonly<Partial<Record<TextLanguage, string>>>, language: Language): string {
  return titles[language] ?? titles.all ?? LANGUAGES.map((one) => titles[one]).find(Boolean) ?? '';
}
