import { createStore } from 'zustand/vanilla';
import { local } from './local.js';
import { languageOf, type Language } from './languages.js';

/** `system` follows the reader's system. */
export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

interface Preferences {
  readonly language: Language;
  readonly theme: Theme;
  /** Whether staff see the pictures of queues without colours. */
  readonly isGrey: boolean;
}

const KEY = 'kith.preferences';

/** What a reader has chosen for this browser. */
export const preferences = createStore<Preferences>(() => {
  const kept = JSON.parse(local.getItem(KEY) ?? '{}') as Partial<Preferences>;
  return {
    language: kept.language ?? languageOf(navigator.languages),
    theme: kept.theme ?? 'system',
    isGrey: kept.isGrey ?? false,
  };
});

/** Changes some preferences, in this browser's other tabs too. */
export function prefer(change: Partial<Preferences>): void {
  preferences.setState(change);
  local.setItem(KEY, JSON.stringify(preferences.getState()));
}

addEventListener('storage', ({ key, newValue }) => {
  if (key === KEY && newValue !== null) preferences.setState(JSON.parse(newValue) as Preferences);
});
