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
  readonly page: (typeof pages)[number]['name'];
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

/** A part of a page of settings. */
export function Section({
  title,
  hint,
  children,
}: {
  readonly title: string;
  readonly hint?: string;
  readonly children: ReactNode;
}) {
  return (
    <section className="flex flex-col gap-4 rounded-card border border-line p-4">
      <div>
        <h2 className="text-title font-strong">{title}</h2>
        {hint !== undefined && <p className="text-small text-secondary">{hint}</p>}
      </div>
      {children}
    </section>
  );
}
