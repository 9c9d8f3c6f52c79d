import { Link } from '@tanstack/react-router';
import { useTranslations } from '../../../text/index.js';

const LOOK = 'text-small text-accent hover:underline';

/** Leads to the page of what an action was about, if it has one. */
export function OpenObject({ kind, id }: { readonly kind: string; readonly id: string }) {
  const t = useTranslations('console.audit');
  switch (kind) {
    case 'staff':
      return (
        <Link to="/console/staff" search={{ id: Number(id) }} className={LOOK}>
          {t('open')}
        </Link>
      );
    case 'account':
      return (
        <Link to="/console/people/$id" params={{ id: Number(id) }} className={LOOK}>
          {t('open')}
        </Link>
      );
    case 'group':
      return (
        <Link to="/console/groups/$listId" params={{ listId: id }} className={LOOK}>
          {t('open')}
        </Link>
      );
    case 'article':
      return (
        <Link to="/console/content/articles/$articleId" params={{ articleId: id }} className={LOOK}>
          {t('open')}
        </Link>
      );
    case 'video':
    case 'video_comment':
      return (
        <Link to="/console/videos" className={LOOK}>
          {t('open')}
        </Link>
      );
    case 'moment':
    case 'moment_comment':
      return (
        <Link to="/console/moments" className={LOOK}>
          {t('open')}
        </Link>
      );
    case 'plan':
      return (
        <Link to="/console/plans" className={LOOK}>
          {t('open')}
        </Link>
      );
    case 'settings':
      return (
        <Link to="/console/settings" className={LOOK}>
          {t('open')}
        </Link>
      );
    default:
      return null;
  }
}
