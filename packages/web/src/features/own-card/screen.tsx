import { Link } from '@tanstack/react-router';
import { Eye } from 'lucide-react';
import { useTranslations } from '../../text/index.js';
import { ReturnLink } from '../../ui/back-link.js';
import { Icon } from '../../ui/icon.js';
import { Section } from '../../ui/section.js';
import { useAccount } from '../account/index.js';
import { Intro } from './intro.js';
import { OwnPhotos } from './own-photos.js';
import { Privacy } from './privacy.js';
import { Vip } from './vip.js';

/** The own card, as others meet it in the lists: photos, words, who may write, and the plan. */
export function OwnCardScreen() {
  const t = useTranslations('ownCard');
  const app = useTranslations('app');
  const { session } = useAccount();
  return (
    <main id="content" tabIndex={-1} className="grow overflow-y-auto outline-none">
      <div className="mx-auto flex max-w-160 flex-col gap-6 px-4 pb-4 lg:pb-10">
        <header className="flex items-center gap-2 head">
          <ReturnLink to="/discover" label={app('back')} isAlways />
          <h1 className="grow text-head font-strong">{t('title')}</h1>
          <Link
            to="/discover/$userId"
            params={{ userId: String(session.userId) }}
            className="-me-2 flex h-11 items-center gap-2 rounded-control px-3 font-medium text-accent hover:bg-tint"
          >
            <Icon of={Eye} />
            {t('preview')}
          </Link>
        </header>
        <Section title={t('photos')} hint={t('photosHint')}>
          <OwnPhotos />
        </Section>
        <Section title={t('intro')}>
          <Intro />
        </Section>
        <Section title={t('privacy')}>
          <Privacy />
        </Section>
        <Section title={t('vip')}>
          <Vip />
        </Section>
      </div>
    </main>
  );
}
