import type { Pending } from '../../client/messages/outbox.js';
import { useTranslations } from '../../text/index.js';

/** Why a message was not sent. */
export function Refusal({ pending }: { readonly pending: Pending | undefined }) {
  const t = useTranslations('media');
  return <span role="alert">{pending?.fault ? t(pending.fault) : pending?.refusal}</span>;
}
