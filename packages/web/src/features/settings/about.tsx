import { useTranslations } from '../../text/index.js';
import { SettingsPane } from './parts.js';

const LINK = 'font-medium text-accent hover:underline';

/** What this is, and where its parts come from. */
export function AboutPage() {
  const t = useTranslations('me.about');
  const app = useTranslations('app');
  return (
    <SettingsPane page="about">
      <div className="flex items-center gap-4">
        <img src="/favicon.svg" alt="" className="size-16" />
        <div>
          <p className="text-head font-strong">{app('name')}</p>
          <p className="text-secondary">{app('claim')}</p>
        </div>
      </div>
      <p>{t('open')}</p>
      <p>
        <a href="/LICENSES.txt" target="_blank" rel="noreferrer" className={LINK}>
          {t('licences')}
        </a>
      </p>
    </SettingsPane>
  );
}
