import { Link } from '@tanstack/react-router';
import { useTranslations } from '../../../text/index.js';
import { chipLook } from '../../parts/chip-look.js';

const SECTIONS = {
  articles: '/console/content',
  announcements: '/console/content/announcements',
  links: '/console/content/links',
  reasons: '/console/content/reasons',
  avatars: '/console/content/avatars',
  stickers: '/console/content/stickers',
} as const;

/** The lists of what the operator publishes. */
export function Sections({ present }: { readonly present: keyof typeof SECTIONS }) {
  const t = useTranslations('console.content');
  return (
    <nav aria-label={t('sections.label')} className="flex shrink-0 gap-2 overflow-x-auto py-1">
      {(['articles', 'announcements', 'links', 'reasons', 'avatars', 'stickers'] as const).map((section) => (
        <Link
          key={section}
          ref={section === present ? showInRow : undefined}
          to={SECTIONS[section]}
          activeProps={{ 'aria-current': undefined }}
          aria-current={section === present ? 'page' : undefined}
          className={chipLook(section === present)}
        >
          {t(`sections.${section}`)}
        </Link>
      ))}
    </nav>
  );
}

/** On a phone the row is longer than the window. */
function showInRow(link: HTMLElement | null): void {
  link?.scrollIntoView({ block: 'nearest', inline: 'center' });
}
