import { Link } from '@tanstack/react-router';
import { useTranslations } from '../../../text/index.js';
import { buttonLook } from '../../../ui/button.js';
import { classes } from '../../../ui/classes.js';
import { Section } from '../../../ui/section.js';
import { useOwnSession } from '../../admin/index.js';
import type { Person } from './standing.js';

/** The photos of the card, behind a veil. */
export function Card({
  person: { photos, nickname, username },
  veil,
}: {
  readonly person: Person;
  readonly veil: string;
}) {
  const t = useTranslations('console.people');
  const words = useTranslations('console.photos');
  const { permissions } = useOwnSession();
  if (photos.length === 0) return null;
  const isWaiting = photos.some(({ state }) => state === 'waiting');
  return (
    <Section title={t('card')}>
      <ul className="flex flex-wrap gap-3">
        {photos.map(({ place, state, url }) => (
          <li key={place} className="w-28">
            <span className="block h-38 overflow-hidden rounded-control bg-other">
              <img
                src={url}
                alt={words('photoOf', { name: nickname || username, place })}
                className={classes('size-full object-cover', veil)}
              />
            </span>
            <span
              className={classes(
                'block truncate pt-1 text-center text-small',
                state === 'refused' ? 'text-danger' : state === 'waiting' ? 'text-warning' : 'text-secondary',
              )}
            >
              {words(`states.${state}`)}
            </span>
          </li>
        ))}
      </ul>
      {isWaiting && permissions.includes('photos') && (
        <Link to="/console/photos" className={buttonLook('plain', 'self-start')}>
          {t('review')}
        </Link>
      )}
    </Section>
  );
}
