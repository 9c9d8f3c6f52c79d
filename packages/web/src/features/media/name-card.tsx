import { Link } from '@tanstack/react-router';
import type { MessageRow } from '../../client/messages/rows.js';
import { useTranslations } from '../../text/index.js';
import { Avatar } from '../../ui/avatar.js';
import { usePerson } from '../account/index.js';

/** The card of a person; it opens the person's page. */
export function NameCard({ row: { content } }: { readonly row: MessageRow }) {
  const t = useTranslations('media');
  const id = Number(content['user_id']);
  const { data: person } = usePerson(id);
  // What the person is called now; until that is known, the name at the time of the message.
  const name = person?.nickname ?? (typeof content['nickname'] === 'string' ? content['nickname'] : '');
  // The server names nobody whom the reader may not see.
  if (!(id > 0)) return <em className="text-secondary">{t('cardHidden')}</em>;
  return (
    <Link
      to="/contacts/$userId"
      params={{ userId: String(id) }}
      className="-mb-5 flex min-w-60 items-center gap-3 pt-1"
    >
      <Avatar id={id} name={name} photo={person?.photo} />
      <span className="min-w-0 self-start">
        <span className="block truncate font-medium">{name}</span>
        <span className="block text-small">{t('card')}</span>
      </span>
    </Link>
  );
}
