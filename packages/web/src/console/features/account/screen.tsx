import { useStore } from 'zustand';
import { LANGUAGE_NAMES, LANGUAGES } from '../../../client/languages.js';
import { prefer, preferences, THEMES } from '../../../client/preferences.js';
import { useTranslations } from '../../../text/index.js';
import { Choice } from '../../../ui/choice.js';
import { Section } from '../../../ui/section.js';
import { Page } from '../../parts/page.js';
import { NewCodes, NewPassword } from './credentials.js';
import { Passkeys } from './passkeys.js';
import { Sessions } from './sessions.js';

/** The reader's own sessions and credentials, and how the console looks in this browser. */
export function AccountScreen() {
  const t = useTranslations('console.account');
  const { language, theme } = useStore(preferences);
  return (
    <Page title={t('title')}>
      <div className="min-h-0 grow overflow-y-auto px-4 pb-6 md:px-6">
        <div className="flex max-w-pane flex-col gap-4">
          <Sessions />
          <Passkeys />
          <NewPassword />
          <NewCodes />
          <Section title={t('appearance')} hint={t('appearanceHint')}>
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
          </Section>
        </div>
      </div>
    </Page>
  );
}
