import type { ReactNode } from 'react';
import { useTranslations } from '../../text/index.js';
import { BackLink } from '../../ui/back-link.js';
import { Pane } from '../../ui/pane.js';
import type { pages } from './pages.js';

/** A page of settings, with the way back to their list. */
export function SettingsPane({
  page,
  children,
}: {
  readonly page: (typeof pages)[number]['name'] | 'appeal';
  readonly children: ReactNode;
}) {
  const t = useTranslations('me');
  const app = useTranslations('app');
  return (
    <Pane title={t(`pages.${page}`)} back={<BackLink to="/me" label={app('back')} />}>
      {children}
    </Pane>
  );
}
