import type { ReactNode } from 'react';
import { useTranslations } from '../../text/index.js';

/** A page of the console: its head, and below what scrolls. */
export function Page({
  title,
  start,
  end,
  children,
}: {
  readonly title: string;
  /** The way back, before the title. */
  readonly start?: ReactNode;
  /** The main action, at the end of the head. */
  readonly end?: ReactNode;
  readonly children: ReactNode;
}) {
  const t = useTranslations('console');
  return (
    <>
      <title>{`${title} · ${t('name')}`}</title>
      <header className="flex h-16 shrink-0 items-center justify-between gap-4 px-4 md:px-6">
        <div className="flex min-w-0 items-center">
          {start}
          <h1 className="line-clamp-2 text-head leading-6 font-strong wrap-break-word max-md:text-title max-md:leading-5">
            {title}
          </h1>
        </div>
        {end}
      </header>
      {children}
    </>
  );
}
