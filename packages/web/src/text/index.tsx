import { useEffect, useState, type ReactNode } from 'react';
import { IntlProvider } from 'use-intl';
import type { Language } from '../client/languages.js';
import { FORMATS } from './formats.js';

export { useFormatter, useLocale, useTranslations } from 'use-intl';
export { useNow } from './use-now.js';
export { isThisYear, useToday } from './use-today.js';

/** Those of the client, and those of the console: each loads its own. */
type Messages = typeof import('./en.json', { with: { type: 'json' } }) &
  typeof import('./console/en.json', { with: { type: 'json' } });

declare module 'use-intl' {
  interface AppConfig {
    Messages: Messages;
    Locale: Language;
    Formats: typeof FORMATS;
  }
}

/** Each language is a file of its own: a reader loads one. */
const FILES: Readonly<Record<Language, () => Promise<{ default: unknown }>>> = {
  en: () => import('./en.json', { with: { type: 'json' } }),
  'zh-Hant': () => import('./zh-Hant.json', { with: { type: 'json' } }),
  'zh-Hans': () => import('./zh-Hans.json', { with: { type: 'json' } }),
};

/** The reader's. */
const TIME_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The texts of the client in a language. A test compares the keys of all languages. */
export async function loadTexts(language: Language): Promise<Messages> {
  return (await FILES[language]()).default as Messages;
}

/** Shows its content in a language; while another one loads, in the previous one. */
export function Texts({
  language,
  first,
  load,
  children,
}: {
  readonly language: Language;
  /** Loads the texts of another language; the same function at each render. */
  readonly load: (language: Language) => Promise<Messages>;
  /** The texts that were loaded before the first paint. */
  readonly first: { readonly language: Language; readonly messages: Messages };
  readonly children: ReactNode;
}) {
  const [shown, setShown] = useState(first);
  useEffect(() => {
    let isCurrent = true;
    document.documentElement.lang = shown.language;
    if (language !== shown.language)
      void load(language).then((messages) => isCurrent && setShown({ language, messages }));
    return () => {
      isCurrent = false;
    };
  }, [language, load, shown]);
  return (
    <IntlProvider locale={shown.language} messages={shown.messages} formats={FORMATS} timeZone={TIME_ZONE}>
      {children}
    </IntlProvider>
  );
}
