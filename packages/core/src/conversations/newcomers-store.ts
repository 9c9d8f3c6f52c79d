import { sql } from 'kysely';
import type { AccountId, MemberTx } from '../kernel/index.js';
import type { ConversationHead, Entry } from './event-types.js';
import { headColumns, withHead, type HeadRow } from './store.js';

/** A conversation between a new account and one of its default friends. */
export interface OpenedSingle {
  readonly friendId: AccountId;
  readonly conversation: ConversationHead;
  /** The friend's first message. */
  readonly greeting: Entry | undefined;
}

/**
 * Creates the single conversations between the caller, a new account without any, and these people, with an optional
 * first message from each: read by its sender and unread by the caller.
 */
export async function insertSinglesOfNewAccount(
  tx: MemberTx,
  friendIds: readonly AccountId[],
  greeting: { type: number; content: string | undefined },
): Promise<OpenedSingle[]> {
  const now = tx.now();
  const { type, content } = greeting;
  const count = content === undefined ? 0 : 1;
  const { rows } = await sql<HeadRow & { friendId: AccountId }>`
    with made as (
      insert into conversations
        (tenant_id, list_id, kind, low_id, high_id, last_seq, message_count, last_sent_at, created_at)
      select ${tx.tenant.id}, t.list_id, 'single', least(t.friend_id, ${tx.actor}), greatest(t.friend_id, ${tx.actor}),
        ${count}::int, ${count}::int, ${count * now}::bigint, ${now}
      from unnest(${[...friendIds]}::int[], ${friendIds.map(() => tx.ids.uuid())}::uuid[]) as t(friend_id, list_id)
      returning tenant_id, id, list_id, kind, low_id, high_id, members_version,
        case when low_id = ${tx.actor} then high_id else low_id end as friend_id
    ),
    joined as (
      insert into members (tenant_id, conversation_id, account_id, read_seq, read_count, created_at)
      select made.tenant_id, made.id, account_id, own.seq, own.seq, ${now}
      from made
      cross join lateral unnest(array[made.low_id, made.high_id]) as account_id
      cross join lateral (select case when account_id = made.friend_id then ${count}::int else 0 end as seq) as own
    ),
    said as (
      insert into entries (tenant_id, conversation_id, seq, kind, type, sender_id, sent_at, ordinal, content)
      select tenant_id, id, 1, 'message', ${type}, friend_id, ${now}, 1, ${content ?? ''} from made where ${count}::int = 1
    )
    select ${headColumns}, c.friend_id as "friendId" from made c order by c.id
  `.execute(tx.db);
  return rows.map((row) => ({
    ...withHead(tx, row),
    greeting: content === undefined ? undefined : toGreeting(row.friendId, type, content, now),
  }));
}

function toGreeting(senderId: AccountId, type: number, content: string, sentAt: number): Entry {
  const plain = {
    alias: null,
    clientId: null,
    replyTo: null,
    gone: null,
    editedAt: null,
    isWithheld: false,
  } as const;
  return { seq: 1, kind: 'message', type, senderId, sentAt, content, ...plain };
}
