import type { ReactNode } from 'react';
import { useTranslations } from '../../../text/index.js';

/** The pages before a session is open. */
export function Frame({
  title,
  hint,
  children,
}: {
  readonly title: string;
  readonly hint: string;
  readonly children: ReactNode;
}) {
  const t = useTranslations('console');
  return (
    <main id="content" className="flex h-full flex-col overflow-y-auto p-4">
      <title>{`${title} · ${t('name')}`}</title>
      <div className="m-auto flex w-full max-w-110 animate-rise flex-col gap-5 rounded-card border border-line bg-panel p-6 md:p-8">
        <p className="flex items-center gap-2 text-secondary">
          <img src="/favicon.svg" alt="" className="size-6" />
          {t('name')}
        </p>
        <div>
          <h1 className="text-hero leading-flat font-strong">{title}</h1>
          <p className="pt-1 text-secondary">{hint}</p>
        </div>
        {children}
      </div>
    </main>
  );
}
