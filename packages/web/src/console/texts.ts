import type { Language } from '../client/languages.js';
import type { loadTexts } from '../text/index.js';

/** Each language is a file of its own: a reader loads one. */
const FILES: Readonly<Record<Language, () => Promise<{ default: unknown }>>> = {
  en: () => import('../text/console/en.json', { with: { type: 'json' } }),
  'zh-Hant': () => import('../text/console/zh-Hant.json', { with: { type: 'json' } }),
  'zh-Hans': () => import('../text/console/zh-Hans.json', { with: { type: 'json' } }),
};

/** The texts of the console in a language, without those of the client. */
export const loadConsoleTexts = (async (language) => (await FILES[language]()).default) as typeof loadTexts;
