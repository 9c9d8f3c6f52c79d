import { LANGUAGE_NAMES } from '../../../client/languages.js';
import { useTranslations } from '../../../text/index.js';
import { Choice } from '../../../ui/choice.js';
import type { TextLanguage } from './drafts.js';

/** One of the languages of an article. */
export function LanguageChoice({
  languages,
  value,
  onChange,
}: {
  readonly languages: readonly TextLanguage[];
  readonly value: TextLanguage;
  readonly onChange: (language: TextLanguage) => void;
}) {
  const t = useTranslations('console.content');
  return (
    <Choice
      label={t('language')}
      value={value}
      options={languages.map((one) => ({
        value: one,
        text: one === 'all' ? t('all') : LANGUAGE_NAMES[one],
        ...(one !== 'all' && { lang: one }),
      }))}
      onChange={onChange}
    />
  );
}
