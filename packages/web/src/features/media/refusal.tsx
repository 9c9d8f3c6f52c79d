import { Link } from '@tanstack/react-router';
import type { Pending } from '../../client/messages/outbox.js';
import { useTranslations } from '../../text/index.js';
import { keyOfCode } from '../account/index.js';

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
  if (!pending) return <span role="alert" />;
  const { fault, code } = pending;
  return (
    <span role="alert">
      {fault ? t(fault) : code === undefined ? pending.refusal : refusal(keyOfCode(code))}
    </span>
  );
}
