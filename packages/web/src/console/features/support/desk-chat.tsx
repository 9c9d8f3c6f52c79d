import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useFormatter, useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { classes } from '../../../ui/classes.js';
import { Confirm } from '../../../ui/confirm.js';
import { Notice } from '../../../ui/notice.js';
import { ask, isRefusal, Loaded, queries, useAction, useRefusal } from '../../admin/index.js';
import { nameOfType } from '../../parts/name-of-type.js';
import { PersonLink } from '../../parts/person-link.js';
import { DeskForm } from './desk-form.js';
import { withNewest, withOlder, type DeskMessage, type DeskMessages } from './desk-messages.js';

const TaskDialog = lazy(async () => ({ default: (await import('./dialogs.js')).TaskDialog }));

const EVERY_MS = 2_000;

/** The conversation with a customer: its messages, a form to answer, and what ends the service. */
export function DeskChat({
  id,
  name,
  agentId,
}: {
  readonly id: number;
  /** Undefined for a customer on another page. */
  readonly name: string | undefined;
  readonly agentId: number | undefined;
}) {
  const t = useTranslations('console.desk');
  const queryKey = ['desk', 'messages', id];
  const messages = useQuery({
    queryKey,
    queryFn: async () =>
      withNewest(
        queries.getQueryData<DeskMessages>(queryKey),
        await ask('GET', '/admin/desk/customers/{id}/messages', { id }),
      ),
    refetchInterval: EVERY_MS,
    // Nothing of it stays in memory when the page is left.
    gcTime: 0,
  });
  useRead(id, messages.data);
  if (isRefusal(messages.error, 'not_found'))
    return (
      <div className="p-4">
        <Notice>{t('notOwn')}</Notice>
      </div>
    );
  return (
    <>
      <Head id={id} name={name ?? String(id)} agentId={agentId} />
      <Loaded of={messages}>
        {(data) => (
          <>
            <Messages id={id} messages={data} />
            <DeskForm id={id} onSent={() => messages.refetch()} />
          </>
        )}
      </Loaded>
    </>
  );
}

/** Marks what the reader sees as read by the agent. */
function useRead(id: number, data: DeskMessages | undefined): void {
  const last = data?.rows.findLast(({ isOfCustomer }) => isOfCustomer)?.seq;
  useEffect(() => {
    if (last === undefined) return;
    const mark = () => {
      if (document.visibilityState !== 'visible') return;
      document.removeEventListener('visibilitychange', mark);
      // What is not marked now is marked with the next message.
      void ask('PUT', '/admin/desk/customers/{id}/read', { id, seq: last })
        .then(() => queries.invalidateQueries({ queryKey: ['desk', 'customers'] }))
        .catch(() => undefined);
    };
    document.addEventListener('visibilitychange', mark);
    mark();
    return () => document.removeEventListener('visibilitychange', mark);
  }, [id, last]);
}

function Head({
  id,
  name,
  agentId,
}: {
  readonly id: number;
  readonly name: string;
  readonly agentId: number | undefined;
}) {
  const t = useTranslations('console.desk');
  const common = useTranslations('console');
  const refusalOf = useRefusal();
  const navigate = useNavigate();
  const [task, setTask] = useState<'handOver' | 'end'>();
  const agents = useQuery({
    queryKey: ['support', 'agents', undefined],
    queryFn: () => ask('GET', '/admin/support/agents', {}),
    enabled: task === 'handOver',
  });
  const leave = async () => {
    await queries.invalidateQueries({ queryKey: ['desk', 'customers'] });
    await navigate({ to: '/console/desk', search: {} });
  };
  return (
    <header className="flex flex-wrap items-center justify-between gap-2 border-b border-line px-4 py-2">
      <h2 className="min-w-0 truncate font-medium">
        <PersonLink id={id}>{name}</PersonLink>
      </h2>
      <div className="flex gap-2">
        <Button onClick={() => setTask('handOver')}>{t('handOver')}</Button>
        <Button onClick={() => setTask('end')}>{t('end')}</Button>
      </div>
      {task === 'handOver' && agents.data && (
        <Suspense>
          <TaskDialog
            task={{
              kind: 'handOver',
              thread: { customerId: id, customerName: name, ...(agentId !== undefined && { agentId }) },
            }}
            agents={agents.data.rows}
            onClose={() => {
              setTask(undefined);
              void queries.invalidateQueries({ queryKey: ['desk'] });
            }}
          />
        </Suspense>
      )}
      {task === 'end' && (
        <Confirm
          title={t('end')}
          hint={t('endHint', { name })}
          action={t('end')}
          labels={{ close: common('close'), cancel: t('cancel') }}
          refusalOf={refusalOf}
          onConfirm={async () => {
            await ask('DELETE', '/admin/desk/customers/{id}', { id });
            await leave();
          }}
          onClose={() => setTask(undefined)}
        />
      )}
    </header>
  );
}

function Messages({ id, messages }: { readonly id: number; readonly messages: DeskMessages }) {
  const t = useTranslations('console.desk');
  const { isBusy, refusal, act } = useAction();
  const { rows, hasMore, readSeq } = messages;
  const lastRead = rows.findLast(({ isOwn, seq }) => isOwn && seq <= readSeq)?.seq;

  async function loadOlder(): Promise<void> {
    const [first] = rows;
    if (!first) return;
    const older = await ask('GET', '/admin/desk/customers/{id}/messages', { id, before: first.seq });
    queries.setQueryData<DeskMessages>(['desk', 'messages', id], (known) => known && withOlder(known, older));
  }

  return (
    // Backwards, so that the newest message stays in sight.
    <div
      role="region"
      aria-label={t('messages')}
      tabIndex={0}
      className="flex min-h-0 grow flex-col-reverse overflow-y-auto px-4 py-3"
    >
      <div className="flex flex-col gap-2">
        {hasMore && (
          <Button className="self-center" isBusy={isBusy} onClick={() => void act(loadOlder)}>
            {t('older')}
          </Button>
        )}
        {refusal !== undefined && <Notice isError>{refusal}</Notice>}
        <ol aria-live="polite" className="flex flex-col gap-2">
          {rows.map((message) => (
            <MessageItem key={message.seq} message={message} isLastRead={message.seq === lastRead} />
          ))}
        </ol>
      </div>
    </div>
  );
}

function MessageItem({
  message: { isOwn, isOfCustomer, type, text, picture, sentAt, editedAt, isRemoved },
  isLastRead,
}: {
  readonly message: DeskMessage;
  readonly isLastRead: boolean;
}) {
  const t = useTranslations('console.desk');
  const types = useTranslations('console.messages.types');
  const format = useFormatter();
  return (
    <li className={classes('flex flex-col', isOfCustomer ? 'items-start' : 'items-end')}>
      <div
        className={classes(
          'max-w-[80%] rounded-card px-3 py-2 wrap-anywhere whitespace-pre-line',
          isOfCustomer ? 'bg-other' : 'bg-tint',
        )}
      >
        {!isOwn && !isOfCustomer && <p className="text-small text-secondary">{t('otherAgent')}</p>}
        {isRemoved ? (
          <p className="text-secondary">{t('removed')}</p>
        ) : picture !== undefined ? (
          <a href={picture} target="_blank" rel="noreferrer">
            <img src={picture} alt={types('picture')} className="max-h-60 max-w-full rounded-control" />
          </a>
        ) : (
          <>
            {type !== 0 && <p className="text-secondary">{types(nameOfType(type))}</p>}
            {text !== '' && <p>{text}</p>}
          </>
        )}
      </div>
      <p className="flex gap-2 text-small text-secondary tabular-nums">
        <time dateTime={new Date(sentAt).toISOString()}>{format.dateTime(sentAt, 'time')}</time>
        {editedAt !== undefined && <span>{t('edited')}</span>}
        {isLastRead && <span>{t('read')}</span>}
      </p>
    </li>
  );
}
