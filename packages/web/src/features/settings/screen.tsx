import { useQuery } from '@tanstack/react-query';
import { LogOut } from 'lucide-react';
import { useEffect, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { LANGUAGES } from '../../client/languages.js';
import { prefer, preferences, THEMES } from '../../client/preferences.js';
import { signOut } from '../../client/session.js';
import { useTranslations } from '../../text/index.js';
import { Avatar } from '../../ui/avatar.js';
import { Button } from '../../ui/button.js';
import { Choice } from '../../ui/choice.js';
import { Icon } from '../../ui/icon.js';
import { useAccount } from '../account/index.js';

/** Each in its own words, so that everybody finds the own one. */
const LANGUAGE_NAMES = { en: 'English', 'zh-Hant': '繁體中文', 'zh-Hans': '简体中文' } as const;

/** The own account, and what a reader chooses for this browser. */
export function MeScreen() {
  const t = useTranslations('me');
  const account = useAccount();
  const { language, theme } = useStore(preferences);
  const { data } = useQuery({ queryKey: ['base'], queryFn: () => account.im.get.base() });
  const { session } = account;
  useEffect(() => {
    // Who signs out without a network must find the form; without it now, the page says so then.
    import('../sign-in/index.js').catch(() => undefined);
  }, []);
  const name = data?.user_info.nickname ?? session.name;
  return (
    <main id="content" tabIndex={-1} className="grow overflow-y-auto outline-none">
      <div className="mx-auto flex max-w-140 animate-rise flex-col gap-6 p-4 safe-top lg:py-10">
        <h1 className="sr-only">{t('title')}</h1>
        <div className="flex items-center gap-4 px-1">
          <Avatar
            id={session.userId}
            name={name}
            photo={data?.user_info.photo ?? session.photo}
            size="large"
          />
          <div className="min-w-0">
            <p className="truncate text-head font-strong">{name}</p>
            {data !== undefined && (
              <p className="truncate text-secondary">{t('username', { name: data.user_info.username })}</p>
            )}
          </div>
        </div>
        <Section title={t('appearance')}>
          <Choice
            label={t('theme')}
            value={theme}
            options={THEMES.map((value) => ({ value, text: t(`themes.${value}`) }))}
            onChange={(value) => prefer({ theme: value })}
          />
          <Choice
            label={t('language')}
            value={language}
            options={LANGUAGES.map((value) => ({ value, text: LANGUAGE_NAMES[value], lang: value }))}
            onChange={(value) => prefer({ language: value })}
          />
        </Section>
        <Section title={t('account')}>
          <p className="text-secondary">{t('signOutHint')}</p>
          <Button look="danger" className="self-start" onClick={() => void signOut()}>
            <Icon of={LogOut} />
            {t('signOut')}
          </Button>
        </Section>
      </div>
    </main>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="flex flex-col gap-4 rounded-card border border-line bg-panel p-4">
      <h2 className="text-title font-strong">{title}</h2>
      {children}
    </section>
  );
}
