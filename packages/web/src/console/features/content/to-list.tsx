import { Link } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { useTranslations } from '../../../text/index.js';
import { Icon } from '../../../ui/icon.js';

/** The way back. A step to a page, because a step of the history could not wait for the question about what is not saved. */
export function ToList({ to }: { readonly to: '/console/content' | '/console/content/announcements' }) {
  const t = useTranslations('console');
  return (
    <Link
      to={to}
      aria-label={t('back')}
      title={t('back')}
      className="-ms-2 flex size-11 shrink-0 items-center justify-center rounded-pill text-secondary hover:bg-hover hover:text-text"
    >
      <Icon of={ArrowLeft} />
    </Link>
  );
}
