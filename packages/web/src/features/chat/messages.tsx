import { MessageCircle, TriangleAlert } from 'lucide-react';
import type { Conversation, ConversationState } from '../../client/messages/conversation.js';
import type { Row } from '../../client/messages/rows.js';
import { useTranslations } from '../../text/index.js';
import { Button } from '../../ui/button.js';
import { Empty } from '../../ui/empty.js';
import { Skeleton } from '../../ui/skeleton.js';
import { DayLine, SystemLine } from './lines.js';
import { Message } from './message.js';

interface MessagesProps {
  readonly conversation: Conversation;
  readonly state: ConversationState;
  readonly rows: readonly Row[];
  readonly name: string;
  readonly isGroup: boolean;
  readonly nameOf: (id: number) => string;
}

/** The messages of a conversation, the newest at the bottom. */
export function Messages({ conversation, state, rows, name, isGroup, nameOf }: MessagesProps) {
  const t = useTranslations('chat');
  const app = useTranslations('app');
  if (state.loading === 'loading' && rows.length === 0) return <Loading />;
  if (state.loading === 'failed')
    return (
      <Empty icon={TriangleAlert} title={t('failed')}>
        <Button onClick={() => void conversation.open()}>{app('tryAgain')}</Button>
      </Empty>
    );
  if (rows.length === 0)
    return <Empty icon={MessageCircle} title={t('empty')} hint={t('emptyHint', { name })} />;
  return (
    // Reversed, a browser keeps the end in view while messages are added there, and the place while older ones arrive.
    <div
      tabIndex={0}
      aria-label={t('history')}
      role="region"
      className="flex min-h-0 grow flex-col-reverse overflow-y-auto overscroll-contain px-3 py-2 lg:px-6"
    >
      <ol className="mt-auto flex flex-col">
        {state.hasOlder && (
          <li className="flex justify-center py-2">
            <Button look="quiet" onClick={() => void conversation.loadOlder()}>
              {t('older')}
            </Button>
          </li>
        )}
        {rows.map((row) => (
          <li key={row.key} className="flex flex-col">
            <RowView row={row} conversation={conversation} isGroup={isGroup} nameOf={nameOf} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function RowView({
  row,
  conversation,
  isGroup,
  nameOf,
}: Pick<MessagesProps, 'conversation' | 'isGroup' | 'nameOf'> & { readonly row: Row }) {
  if (row.kind === 'day') return <DayLine time={row.time} />;
  if (row.kind === 'line') return <SystemLine entry={row.entry} name={nameOf(row.entry.from)} />;
  return (
    <Message
      row={row}
      author={isGroup && !row.isOwn ? (row.alias ?? nameOf(row.from)) : undefined}
      onRetry={() => conversation.retry(row.key)}
      onDiscard={() => conversation.discard(row.key)}
    />
  );
}

function Loading() {
  return (
    <div className="flex grow flex-col justify-end gap-3 p-6">
      <Skeleton className="h-11 w-52 rounded-bubble" />
      <Skeleton className="h-11 w-72 self-end rounded-bubble" />
      <Skeleton className="h-16 w-60 rounded-bubble" />
    </div>
  );
}
