import { useState } from 'react';
import { useTranslations } from '../../../text/index.js';
import { Dialog } from '../../../ui/dialog.js';
import type { Content, TextLanguage } from './drafts.js';
import { LanguageChoice } from './language-choice.js';
import { ShownText } from './shown-text.js';

/** What members will see in each language, in the width of a phone. Import it lazily. */
export function PreviewDialog({
  content,
  languages,
  first,
  onClose,
}: {
  readonly content: Content;
  readonly languages: readonly TextLanguage[];
  readonly first: TextLanguage;
  readonly onClose: () => void;
}) {
  const t = useTranslations('console.content');
  const common = useTranslations('console');
  return (
    <Dialog title={t('preview')} closeLabel={common('close')} onClose={onClose}>
      <InLanguages content={content} languages={languages} first={first} />
    </Dialog>
  );
}

/** The texts of an article, one language at a time. */
export function InLanguages({
  content,
  languages,
  first,
}: {
  readonly content: Content;
  readonly languages: readonly TextLanguage[];
  readonly first: TextLanguage;
}) {
  const t = useTranslations('console.content');
  const [language, setLanguage] = useState(first);
  const lang = language === 'all' ? undefined : language;
  const text = content.texts[language] ?? content.texts.all;
  return (
    <div className="flex flex-col gap-4">
      <LanguageChoice languages={languages} value={language} onChange={setLanguage} />
      {text ? <ShownText text={text} lang={lang} /> : <p className="text-secondary">{t('notListed')}</p>}
    </div>
  );
}
