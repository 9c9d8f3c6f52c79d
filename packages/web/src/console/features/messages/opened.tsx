import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Eye } from 'lucide-react';
import { useEffect } from 'react';
import type { admin, Result } from '@kith/contract';
import { useFormatter, useNow, useTranslations } from '../../../text/index.js';
import { Button, buttonLook } from '../../../ui/button.js';
import { Icon } from '../../../ui/icon.js';
import { Notice } from '../../../ui/notice.js';
import { ask, isRefusal, Loaded, queries, useAction } from '../../admin/index.js';
import { nameOfType } from '../../parts/name-of-type.js';
import { PersonLink } from '../../parts/person-link.js';
import type { MessagesSearch } from './search.js';

type Read = Result<typeof admin.messages.read>;
type Message = Read['messages'][number];

/** The messages of an opening, below a banner that ends it. They leave the page when it ends. */
export function Opened({ id, search }: { readonly id: number; readonly search: MessagesSearch }) {
  const t = useTranslations('console.messages');
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
          <Banner id={id} until={data.until} search={search} />
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

function Banner({
  id,
  until,
  search,
}: {
  readonly id: number;
  readonly until: number;
  readonly search: MessagesSearch;
}) {
  const t = useTranslations('console.messages');
  const format = useFormatter();
  const navigate = useNavigate();
  const now = useNow();
  const { isBusy, refusal, act } = useAction();

  async function close(): Promise<void> {
    await ask('DELETE', '/admin/messages/openings/{id}', { id });
    await navigate({ to: '/console/messages', search });
  }

  const minutes = Math.max(0, Math.ceil((until - now) / 60_000));
  return (
    <div
      role="status"
      className="sticky top-0 z-10 flex flex-wrap items-center justify-between gap-3 rounded-card border border-warning bg-panel px-4 py-2"
    >
      <p className="flex items-center gap-3">
        <span className="text-warning">
          <Icon of={Eye} />
        </span>
        <span>
          {t('banner', { time: format.dateTime(until, 'time'), minutes })}
          {refusal !== undefined && <span className="block text-danger">{refusal}</span>}
        </span>
      </p>
      <Button isBusy={isBusy} onClick={() => void act(close)}>
        {t('closeNow')}
      </Button>
    </div>
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
