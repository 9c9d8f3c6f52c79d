import Negotiator from 'negotiator';

/** The languages of the Chat API. */
export type Locale = 'zh-Hans' | 'zh-Hant' | 'en';

/** A text in every language. */
export type LocalizedText = Readonly<Record<Locale, string>>;

/**
 * The caller's language: `_locale`, else the supported one that `Accept-Language` prefers, else simplified Chinese,
 * the language of the documents.
 */
export function localeOf(parameter: unknown, acceptLanguage: string | undefined): Locale {
  const ofParameter = typeof parameter === 'string' ? supportedBy(parameter) : undefined;
  return ofParameter ?? preferredLocale(acceptLanguage) ?? 'zh-Hans';
}

/** The supported language that `Accept-Language` prefers, or undefined. */
export function preferredLocale(acceptLanguage: string | undefined): Locale | undefined {
  if (acceptLanguage === undefined) return undefined;
  const tags = new Negotiator({ headers: { 'accept-language': acceptLanguage.slice(0, 200) } }).languages();
  return tags.map(supportedBy).find((locale) => locale !== undefined);
}

/** The supported language of a tag such as `zh_TW` or `en-GB`. */
function supportedBy(tag: string): Locale | undefined {
  const [language, ...rest] = tag.trim().toLowerCase().split(/[-_]/);
  if (language === 'en') return 'en';
  if (language !== 'zh') return undefined;
  return rest.some((part) => ['hant', 'tw', 'hk', 'mo'].includes(part)) ? 'zh-Hant' : 'zh-Hans';
}
