import { Link } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { useTranslations } from '../../text/index.js';
import { Icon } from '../../ui/icon.js';

/** The way back to the list, in a narrow window. */
export function Back() {
  const t = useTranslations('app');
  return (
    <Link
      to="/contacts"
      aria-label={t('back')}
      className="flex size-11 items-center justify-center rounded-pill text-secondary hover:bg-hover lg:hidden"
    >
      <Icon of={ArrowLeft} />
    </Link>
  );
}
