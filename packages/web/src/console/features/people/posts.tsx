import { Link } from '@tanstack/react-router';
import { Aperture, Clapperboard } from 'lucide-react';
import { useTranslations } from '../../../text/index.js';
import { buttonLook } from '../../../ui/button.js';
import { Icon } from '../../../ui/icon.js';
import { useOwnSession } from '../../admin/index.js';

/** The ways to what the person has posted. */
export function Posts({ id }: { readonly id: number }) {
  const t = useTranslations('console.people.posts');
  const { permissions } = useOwnSession();
  if (!permissions.includes('videos')) return null;
  return (
    <section className="flex flex-col gap-2">
      <h2 className="text-title font-strong">{t('title')}</h2>
      <p className="flex flex-wrap gap-2">
        <Link to="/console/moments" search={{ author: id }} className={buttonLook('plain')}>
          <Icon of={Aperture} />
          {t('moments')}
        </Link>
        <Link to="/console/videos" search={{ author: id }} className={buttonLook('plain')}>
          <Icon of={Clapperboard} />
          {t('videos')}
        </Link>
      </p>
    </section>
  );
}
