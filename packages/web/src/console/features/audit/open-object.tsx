import { Link } from '@tanstack/react-router';
import { useTranslations } from '../../../text/index.js';

const LOOK = 'text-small text-accent hover:underline';

/** The lists of what has no page of its own. */
const LISTS = {
  avatar: '/console/content/avatars',
  moment: '/console/moments',
  moment_comment: '/console/moments',
  plan: '/console/plans',
  reason: '/console/content/reasons',
  settings: '/console/settings',
  sticker: '/console/content/stickers',
  video: '/console/videos',
  video_comment: '/console/videos',
} as const;

/** Leads to the page of what an action was about, if it has one. */
export function OpenObject({ kind, id }: { readonly kind: string; readonly id: string }) {
  const t = useTranslations('console.audit');
  const open = t('open');
  switch (kind) {
    case 'staff':
      return (
        <Link to="/console/staff" search={{ id: Number(id) }} className={LOOK}>
          {open}
        </Link>
      );
    case 'account':
      return (
        <Link to="/console/people/$id" params={{ id: Number(id) }} className={LOOK}>
          {open}
        </Link>
      );
    case 'group':
      return (
        <Link to="/console/groups/$listId" params={{ listId: id }} className={LOOK}>
          {open}
        </Link>
      );
    case 'conversation':
      return (
        <Link to="/console/messages" search={{ conversation: id }} className={LOOK}>
          {open}
        </Link>
      );
    case 'article':
      return (
        <Link to="/console/content/articles/$articleId" params={{ articleId: id }} className={LOOK}>
          {open}
        </Link>
      );
    case 'announcement':
      return (
        <Link
          to="/console/content/announcements/$announcementId"
          params={{ announcementId: id }}
          className={LOOK}
        >
          {open}
        </Link>
      );
    default:
      return isListed(kind) ? (
        <Link to={LISTS[kind]} className={LOOK}>
          {open}
        </Link>
      ) : null;
  }
}

function isListed(kind: string): kind is keyof typeof LISTS {
  return Object.hasOwn(LISTS, kind);
}
