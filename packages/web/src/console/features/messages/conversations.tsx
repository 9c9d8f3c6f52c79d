import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useFormatter, useNow, useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { ask, Loaded } from '../../admin/index.js';
import { Cell, Row, Table } from '../../parts/table.js';

/** The conversations of a person, each of which leads to where its messages are opened. It shows no message. */
export function ConversationsOf({ person }: { readonly person: number }) {
  const t = useTranslations('console.messages');
  const conversations = useInfiniteQuery({
    queryKey: ['conversations', person],
    queryFn: ({ pageParam }) =>
      ask('GET', '/admin/messages/conversations', { person, ...(pageParam !== '' && { after: pageParam }) }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
  return (
    <Loaded of={conversations}>
      {({ pages }) => {
        const rows = pages.flatMap((page) => page.rows);
        if (rows.length === 0) return <p className="text-secondary">{t('noConversations')}</p>;
        return (
          <>
            <Table
              label={t('conversations')}
              columns={[t('conversation'), t('kind'), t('amount'), t('lastMessage')]}
            >
              {rows.map((row) => (
                <ConversationRow key={row.id} row={row} person={person} />
              ))}
            </Table>
            {conversations.hasNextPage && (
              <Button
                className="self-start"
                isBusy={conversations.isFetchingNextPage}
                onClick={() => void conversations.fetchNextPage()}
              >
                {t('moreConversations')}
              </Button>
            )}
          </>
        );
      }}
    </Loaded>
  );
}

function ConversationRow({
  row: { id, kind, name, otherId, otherName, messages, lastSentAt, hasLeft },
  person,
}: {
  readonly row: {
    readonly id: string;
    readonly kind: 'single' | 'group' | 'support';
    readonly name: string;
    readonly otherId?: number;
    readonly otherName?: string;
    readonly messages: number;
    readonly lastSentAt: number;
    readonly hasLeft: boolean;
  };
  readonly person: number;
}) {
  const t = useTranslations('console.messages');
  const format = useFormatter();
  const now = useNow();
  return (
    <Row>
      <Cell className="min-w-48 wrap-anywhere">
        <Link
          to="/console/messages"
          search={{ person, conversation: id }}
          className="font-medium hover:text-accent hover:underline"
        >
          {kind === 'single' && otherId !== undefined
            ? t('with', { name: otherName ?? '', id: otherId })
            : name || t(`kinds.${kind}`)}
        </Link>
        {hasLeft && <span className="ps-2 text-small text-secondary">{t('hasLeft')}</span>}
      </Cell>
      <Cell className="whitespace-nowrap">{t(`kinds.${kind}`)}</Cell>
      <Cell className="tabular-nums">{format.number(messages)}</Cell>
      <Cell className="whitespace-nowrap text-secondary">
        {format.relativeTime(Math.min(lastSentAt, now), now)}
      </Cell>
    </Row>
  );
}
