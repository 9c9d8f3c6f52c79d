import { Link } from '@tanstack/react-router';
import type { Pending } from '../../client/messages/outbox.js';
import { useTranslations } from '../../text/index.js';

/** Why a message was not sent. */
export function Refusal({ pending }: { readonly pending: Pending | undefined }) {
  const t = useTranslations('media');
  const refusal = useTranslations('refusal');
  const pages = useTranslations('me.pages');
  if (pending?.fault === 'silenced')
    return (
      <span role="alert">
        {refusal('silenced')}{' '}
        <Link to="/me/appeal" className="font-medium underline">
          {pages('appeal')}
        </Link>
      </span>
    );
  return <span role="alert">{pending?.fault ? t(pending.fault) : pending?.refusal}</span>;
}
