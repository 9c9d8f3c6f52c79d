import { sql, type RawBuilder } from 'kysely';
import type { MemberCtx, Tx } from '../kernel/index.js';
import { ALL, type ConversationHead, type ConversationKind, type Mentions } from './event-types.js';
import type { Role } from './roles.js';
import { readSeq } from './store.js';

/** The element that stands for all members. */
const EVERYBODY = 0;

/** The caller's conversation and role, and how many of these accounts are members; undefined without a membership. */
export async function selectMentionable(
  ctx: MemberCtx,
  of: Pick<ConversationHead, 'id'>,
  ids: readonly number[],
): Promise<{ kind: ConversationKind; role: Role; amount: number } | undefined> {
  const { rows } = await sql<{ kind: ConversationKind; role: Role; amount: number }>`
    select c.kind, m.role, (
      select count(*)::int from members o
      where o.tenant_id = ${ctx.tenant.id} and o.account_id = any(${[...ids]}::int[]) and o.conversation_id = c.id and o.left_at is null
    ) as amount
    from conversations c join members m on m.tenant_id = c.tenant_id and m.conversation_id = c.id
    where c.tenant_id = ${ctx.tenant.id} and c.id = ${of.id} and m.account_id = ${ctx.actor} and m.left_at is null
  `.execute(ctx.db);
  return rows[0];
}

/** Stores whom a message mentions. */
export async function updateMentions(
  tx: Tx,
  of: Pick<ConversationHead, 'id'>,
  seq: number,
  mentions: Mentions | undefined,
): Promise<void> {
  const ids = mentions === ALL ? [EVERYBODY] : [...(mentions ?? [])];
  await tx.db
    .updateTable('entries')
    .set({ mentions: sql<number[]>`${ids}::int[]` })
    .where('tenant_id', '=', tx.tenant.id)
    .where('conversation_id', '=', of.id)
    .where('seq', '=', seq)
    .where('gone', 'is', null)
    .execute();
}

/** Whom an entry `e` mentions, as `Mentions`; null for most entries. */
export const mentionsOf = sql<Mentions | null>`case when e.mentions is not null then
  case when ${sql.lit(EVERYBODY)} = any(e.mentions) then to_jsonb(${sql.lit(ALL)}::text) else to_jsonb(e.mentions) end
end`;

/** The number of unread messages that mention the member, on rows `c` and `m`. */
export const unreadMentions: RawBuilder<number> = sql<number>`(
  select count(*)::int from entries x
  where x.tenant_id = c.tenant_id and x.conversation_id = c.id and x.seq > greatest(${readSeq}, m.cleared_seq)
    and x.mentions is not null and x.mentions && array[m.account_id, ${sql.lit(EVERYBODY)}] and x.sender_id <> m.account_id
)`;
