/** The languages of the Chat API. */
export type Locale = 'zh-Hans' | 'zh-Hant' | 'en';

/** A text in every language. */
export type LocalizedText = Readonly<Record<Locale, string>>;

/**
 * The caller's language: `_locale`, else the first supported one of `Accept-Language`, else simplified Chinese, the
 * language of the documents.
 */
export function localeOf(parameter: unknown, acceptLanguage: string | undefined): Locale {
  const wanted = [
    typeof parameter === 'string' ? parameter : '',
    ...(acceptLanguage ?? '').slice(0, 200).split(','),
  ];
  for (const tag of wanted) {
    const [language, ...rest] = (tag.split(';')[0] ?? '').trim().toLowerCase().split(/[-_]/);
    if (language === 'en') return 'en';
    if (language === 'zh')
      return rest.some((part) => ['hant', 'tw', 'hk', 'mo'].includes(part)) ? 'zh-Hant' : 'zh-Hans';
  }
  return 'zh-Hans';
}
