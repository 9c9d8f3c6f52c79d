import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { admin, Result } from '@kith/contract';
import { useFormatter, useTranslations } from '../../../text/index.js';
import { buttonLook } from '../../../ui/button.js';
import { Notice } from '../../../ui/notice.js';
import { ask, isRefusal, Loaded, queries } from '../../admin/index.js';
import { nameOfType } from '../../parts/name-of-type.js';
import { PersonLink } from '../../parts/person-link.js';
import { OpenBanner } from './open-banner.js';
import type { MessagesSearch } from './search.js';

type Read = Result<typeof admin.messages.read>;
type Message = Read['messages'][number];

/** The messages of an opening, below a banner that ends it. They leave the page when it ends. */
export function Opened({ id, search }: { readonly id: number; readonly search: MessagesSearch }) {
  const t = useTranslations('console.messages');
  const navigate = useNavigate();
  const queryKey = ['opening', id];
  const read = useQuery({
    queryKey,
    queryFn: () => ask('GET', '/admin/messages/openings/{id}', { id }),
    // Nothing of it stays in memory when the page is left.
    gcTime: 0,
  });
  const until = read.data?.until;
  useEffect(() => {
    if (until === undefined) return;
    const timer = setTimeout(
      () => void queries.resetQueries({ queryKey: ['opening', id] }),
      until - Date.now(),
    );
    return () => clearTimeout(timer);
  }, [until, id]);
  if (isRefusal(read.error, 'not_found'))
    return (
      <div className="flex flex-col items-start gap-3">
        <Notice>{t('ended')}</Notice>
        <Link to="/console/messages" search={search} className={buttonLook('plain')}>
          {t('openAgain')}
        </Link>
      </div>
    );
  return (
    <Loaded of={read}>
      {(data) => (
        <>
          <OpenBanner
            id={id}
            until={data.until}
            className="sticky top-0 z-10"
            onClosed={() => navigate({ to: '/console/messages', search })}
          />
          {data.messages.length === 0 ? (
            <p className="text-secondary">{t('noMessages')}</p>
          ) : (
            <ol aria-label={t('title')} className="flex max-w-pane flex-col gap-3">
              {data.messages.map((message) => (
                <MessageItem key={message.seq} message={message} />
              ))}
            </ol>
          )}
        </>
      )}
    </Loaded>
  );
}

function MessageItem({
  message: { seq, senderId, senderName, alias, type, text, sentAt, editedAt, isRemoved },
}: {
  readonly message: Message;
}) {
  const t = useTranslations('console.messages');
  const format = useFormatter();
  return (
    <li className="rounded-card border border-line bg-panel px-4 py-2">
      <p className="flex flex-wrap items-baseline gap-x-2 text-small text-secondary">
        <span className="font-medium text-text">
          {senderId === undefined ? (
            t('anonymous', { alias: alias ?? '' })
          ) : (
            <PersonLink id={senderId}>{`${senderName} · ${senderId}`}</PersonLink>
          )}
        </span>
        <time dateTime={new Date(sentAt).toISOString()} className="tabular-nums">
          {format.dateTime(sentAt, { dateStyle: 'short', timeStyle: 'medium' })}
        </time>
        <span className="tabular-nums">#{seq}</span>
        {editedAt !== undefined && <span>{t('edited')}</span>}
        {isRemoved && <span className="text-danger">{t('removed')}</span>}
      </p>
      {text === undefined ? (
        <p className="text-secondary">{t('notKept')}</p>
      ) : (
        <>
          {type !== 0 && <p className="text-secondary">{t(`types.${nameOfType(type)}`)}</p>}
          {text !== '' && <p className="whitespace-pre-line wrap-anywhere">{text}</p>}
        </>
      )}
    </li>
  );
}
