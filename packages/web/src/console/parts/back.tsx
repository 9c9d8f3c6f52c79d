import { Link, useCanGoBack, useRouter, type LinkProps } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { useTranslations } from '../../text/index.js';
import { Icon } from '../../ui/icon.js';

/** The way back from a page about one thing: to the page before it, or to a list if it was opened by its address. */
export function Back({ to }: { readonly to: NonNullable<LinkProps['to']> }) {
  const t = useTranslations('console');
  const router = useRouter();
  const canGoBack = useCanGoBack();
  return (
    <Link
      to={to}
      aria-label={t('back')}
      title={t('back')}
      onClick={(event) => {
        if (!canGoBack) return;
        event.preventDefault();
        router.history.back();
      }}
      className="-ms-2 flex size-11 shrink-0 items-center justify-center rounded-pill text-secondary hover:bg-hover hover:text-text"
    >
      <Icon of={ArrowLeft} />
    </Link>
  );
}
