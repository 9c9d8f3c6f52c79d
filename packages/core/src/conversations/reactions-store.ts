import { sql, type RawBuilder } from 'kysely';
import { bounds, type MemberCtx, type MemberTx, type Tx } from '../kernel/index.js';
import { placesOfEach, target } from './entry-rows-store.js';
import type { ConversationHead, ReactionCount } from './event-types.js';

/** The state of one emoji on a message, before a change by the caller. */
export interface ReactionState {
  /** The accounts that react with the emoji. */
  readonly count: number;
  /** The emoji on the message, and those of the caller. */
  readonly emojiAmount: number;
  readonly ownAmount: number;
  readonly isOn: boolean;
  /** The entry that recorded the caller's last change of this emoji, and its time in milliseconds. */
  readonly recorded: { readonly seq: number; readonly sentAt: number } | null;
}

/** The state of an emoji on a message of a locked conversation. */
export async function selectReaction(
  tx: MemberTx,
  of: ConversationHead,
  seq: number,
  emoji: string,
): Promise<ReactionState> {
  const { rows } = await sql<ReactionState>`
    select coalesce((e.reactions->>${emoji})::int, 0) as count,
      (select count(*)::int from jsonb_object_keys(e.reactions)) as "emojiAmount",
      count(*) filter (where r.is_on)::int as "ownAmount",
      coalesce(bool_or(r.is_on) filter (where r.emoji = ${emoji}), false) as "isOn",
      (
        select json_build_object('seq', c.seq, 'sentAt', c.sent_at) from entries c
        where c.tenant_id = e.tenant_id and c.conversation_id = e.conversation_id
          and c.seq = max(r.changed_seq) filter (where r.emoji = ${emoji})
      ) as recorded
    from entries e left join reactions r
      on r.tenant_id = e.tenant_id and r.conversation_id = e.conversation_id and r.seq = e.seq and r.account_id = ${tx.actor}
    where e.tenant_id = ${tx.tenant.id} and e.conversation_id = ${of.id} and e.seq = ${seq}
    group by e.tenant_id, e.conversation_id, e.seq
  `.execute(tx.db);
  const [state] = rows;
  if (!state) throw new Error(`Entry ${seq} of a locked conversation does not exist.`);
  return state;
}

/** Changes the caller's reaction to a message of a locked conversation, and its count. */
export async function updateReaction(
  tx: MemberTx,
  of: ConversationHead,
  change: { seq: number; emoji: string; isOn: boolean; count: number; changedSeq: number },
): Promise<void> {
  const { seq, emoji, isOn, count, changedSeq } = change;
  const counts =
    count === 0
      ? sql`reactions - ${emoji}::text`
      : sql`jsonb_set(coalesce(reactions, '{}'), array[${emoji}::text], to_jsonb(${count}::int))`;
  await sql`
    with own as (
      insert into reactions (tenant_id, conversation_id, seq, account_id, emoji, is_on, changed_seq)
      values (${tx.tenant.id}, ${of.id}, ${seq}, ${tx.actor}, ${emoji}, ${isOn}, ${changedSeq})
      on conflict (tenant_id, conversation_id, seq, account_id, emoji)
        do update set is_on = excluded.is_on, changed_seq = excluded.changed_seq
    )
    update entries set reactions = ${counts}
    where tenant_id = ${tx.tenant.id} and conversation_id = ${of.id} and seq = ${seq}
  `.execute(tx.db);
}

/** An account that reacts to a message; 0 with an alias for an anonymous member other than the reader. */
export interface Reactor {
  readonly emoji: string;
  readonly accountId: number;
  readonly alias: string | null;
}

/** Who reacts to a message, the latest first. */
export async function selectReactors(
  ctx: MemberCtx,
  of: Pick<ConversationHead, 'id'>,
  seq: number,
): Promise<readonly Reactor[]> {
  const { rows } = await sql<Reactor>`
    select r.emoji, e.alias,
      case when e.alias is null or r.account_id = ${ctx.actor} then r.account_id else 0 end as "accountId"
    from reactions r join entries e
      on e.tenant_id = r.tenant_id and e.conversation_id = r.conversation_id and e.seq = r.changed_seq
    where r.tenant_id = ${ctx.tenant.id} and r.conversation_id = ${of.id} and r.seq = ${seq} and r.is_on
    order by r.changed_seq desc limit ${bounds.list.reactors}
  `.execute(ctx.db);
  return rows;
}

/** Deletes the reactions to emptied messages of a locked conversation, and empties the entries that recorded them. */
export async function deleteReactions(
  tx: Tx,
  of: Pick<ConversationHead, 'id'>,
  targets: readonly number[],
): Promise<void> {
  if (targets.length === 0) return;
  const isOfThese = sql`e.tenant_id = ${tx.tenant.id} and e.conversation_id = ${of.id}`;
  await sql`
    with deleted as (
      delete from reactions where tenant_id = ${tx.tenant.id} and ctid = any(${placesOfEach(targets, sql`reactions e where ${isOfThese} and e.seq = w.seq`)})
    )
    update entries e set content = jsonb_build_object('target', ${target}, 'emoji', '', 'on', false, 'count', 0)::text
    where e.tenant_id = ${tx.tenant.id} and e.ctid = any(${placesOfEach(targets, sql`entries e where ${isOfThese} and e.kind = 'reaction' and ${target} = w.seq`)})
  `.execute(tx.db);
}

/**
 * Whether an entry `e` had reactions before the statement: in what it returns, the columns of `e` already have their new
 * values.
 */
export const hadReactions = sql<boolean>`(
  select b.reactions is not null from entries b
  where b.tenant_id = e.tenant_id and b.conversation_id = e.conversation_id and b.seq = e.seq
)`;

/** The reactions to an entry `e` for the account of a column, as `ReactionCount`; null for most entries. */
export function reactionsFor(reader: RawBuilder<unknown>): RawBuilder<readonly ReactionCount[] | null> {
  return sql`case when e.reactions is not null then (
    select json_agg(json_build_object('emoji', k.key, 'count', k.value::int, 'isOwn', exists (
      select from reactions r
      where r.tenant_id = e.tenant_id and r.conversation_id = e.conversation_id and r.seq = e.seq
        and r.account_id = ${reader} and r.emoji = k.key and r.is_on
    )) order by k.value::int desc, k.key) from jsonb_each_text(e.reactions) k
  ) end`;
}
