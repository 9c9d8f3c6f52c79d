import { useStore } from 'zustand';
import { LANGUAGE_NAMES, LANGUAGES } from '../../client/languages.js';
import { prefer, preferences, THEMES } from '../../client/preferences.js';
import { useTranslations } from '../../text/index.js';
import { Choice } from '../../ui/choice.js';
import { SettingsPane } from './parts.js';

/** What a reader chooses for this browser. */
export function AppearancePage() {
  const t = useTranslations('me');
  const { language, theme } = useStore(preferences);
  return (
    <SettingsPane page="appearance">
      <Choice
        label={t('language')}
        value={language}
        options={LANGUAGES.map((value) => ({ value, text: LANGUAGE_NAMES[value], lang: value }))}
        onChange={(value) => prefer({ language: value })}
      />
      <Choice
        label={t('theme')}
        value={theme}
        options={THEMES.map((value) => ({ value, text: t(`themes.${value}`) }))}
        onChange={(value) => prefer({ theme: value })}
      />
    </SettingsPane>
  );
}
