import { sql } from 'kysely';
import type { AccountId, ConversationId, Ctx, Tx } from '../kernel/index.js';
import { CARD_PERSON, CONTENT, HIDDEN_CARD } from './content.js';
import { hadReactions } from './reactions-store.js';

/** The conversations after an id in which an account is or was a member, in order. */
export async function selectConversationsOf(
  ctx: Ctx,
  id: AccountId,
  after: number,
  limit: number,
): Promise<{ id: ConversationId; lastSeq: number }[]> {
  return ctx.db
    .selectFrom('members as m')
    .innerJoin('conversations as c', (join) =>
      join.onRef('c.tenant_id', '=', 'm.tenant_id').onRef('c.id', '=', 'm.conversation_id'),
    )
    .select(['c.id', 'c.last_seq as lastSeq'])
    .where('m.tenant_id', '=', ctx.tenant.id)
    .where('m.account_id', '=', id)
    .where('m.conversation_id', '>', after as ConversationId)
    .orderBy('m.conversation_id')
    .limit(limit)
    .execute();
}

/** Deletes when a departed customer has waited, and which customers a departed agent has answered. */
export async function deleteWaits(tx: Tx, id: AccountId): Promise<void> {
  await sql`
    with answers as (
      update support_waits set answered_by = null, answered_at = null, waited_ms = null
      where tenant_id = ${tx.tenant.id} and answered_by = ${id} and customer_id <> ${id}
    )
    delete from support_waits where tenant_id = ${tx.tenant.id} and customer_id = ${id}
  `.execute(tx.db);
}

/** The list ids of groups of which an account is a member. */
export async function selectGroupsOf(ctx: Ctx, id: AccountId, limit: number): Promise<string[]> {
  const { rows } = await sql<{ listId: string }>`
    select replace(c.list_id::text, '-', '') as "listId" from members m
    join conversations c on c.tenant_id = m.tenant_id and c.id = m.conversation_id and c.kind = 'group'
    where m.tenant_id = ${ctx.tenant.id} and m.account_id = ${id} and m.left_at is null limit ${limit}
  `.execute(ctx.db);
  return rows.map(({ listId }) => listId);
}

/** Empties what an account wrote after a position and up to another; returns the positions of its messages. */
export async function updateWrittenErased(
  tx: Tx,
  of: { id: ConversationId },
  by: AccountId,
  range: { after: number; upTo: number },
): Promise<{ seq: number; hadReactions: boolean }[]> {
  const { rows } = await sql<{ seq: number; hadReactions: boolean }>`
    with emptied as (
      update entries e set gone = 'recalled', alias = null, client_id = null, client_digest = null,
        mentions = null, reactions = null, pin_seq = null, content = '{}'
      where e.tenant_id = ${tx.tenant.id} and e.conversation_id = ${of.id} and e.seq > ${range.after} and e.seq <= ${range.upTo}
        and e.sender_id = ${by} and e.kind = 'message' and e.content <> '{}'
      returning e.seq, ${hadReactions} as had_reactions
    ),
    unedited as (
      update entries e
      set content = jsonb_build_object('target', e.content::jsonb->'target', 'content', '{}'::jsonb)::text, alias = null
      where e.tenant_id = ${tx.tenant.id} and e.conversation_id = ${of.id} and e.seq > ${range.after} and e.seq <= ${range.upTo}
        and e.sender_id = ${by} and e.kind = 'edit'
    ),
    unsaid as (
      update entries e
      set content = jsonb_build_object('target', e.content::jsonb->'target', 'emoji', '', 'on', false, 'count', 0)::text
      where e.tenant_id = ${tx.tenant.id} and e.conversation_id = ${of.id} and e.seq > ${range.after} and e.seq <= ${range.upTo}
        and e.sender_id = ${by} and e.kind = 'reaction'
    ),
    noted as (
      update conversations set gone_seq = greatest(gone_seq, (select max(seq) from emptied))
      where tenant_id = ${tx.tenant.id} and id = ${of.id} and exists (select from emptied)
    )
    select seq, had_reactions as "hadReactions" from emptied order by seq
  `.execute(tx.db);
  return rows;
}

/** Hides some name cards of an account that others have sent; returns how many. */
export async function updateCardsHidden(tx: Tx, id: AccountId, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    update entries set content = ${HIDDEN_CARD} where tenant_id = ${tx.tenant.id} and ctid in (
      select ctid from entries
      where tenant_id = ${tx.tenant.id} and type = ${sql.lit(CONTENT.card)} and kind = 'message' and gone is null
        and content::jsonb->>${sql.lit(CARD_PERSON)} = ${String(id)} limit ${limit}
    )
  `.execute(tx.db);
  return Number(numAffectedRows);
}

/** Forgets the names that an account had in groups, and its drafts. */
export async function updateNamesForgotten(tx: Tx, id: AccountId): Promise<void> {
  await sql`
    update members set nickname = '', alias = null, draft = null, drafted_at = null
    where tenant_id = ${tx.tenant.id} and account_id = ${id} and (nickname <> '' or alias is not null or draft is not null)
  `.execute(tx.db);
}

/** Deletes some copies of an account's messages that no case holds; returns their number and files. */
export async function deleteFreeEvidence(
  tx: Tx,
  id: AccountId,
  limit: number,
): Promise<{ amount: number; fileIds: string[] }> {
  const { rows } = await sql<{ amount: number; fileIds: string[] }>`
    with free as (
      select v.id from evidence v
      where v.tenant_id = ${tx.tenant.id} and v.sender_id = ${id} and not exists (
        select from case_evidence h where h.tenant_id = v.tenant_id and h.evidence_id = v.id
      )
      limit ${limit}
    ),
    gone_files as (
      delete from evidence_files
      where tenant_id = ${tx.tenant.id} and evidence_id in (select id from free) returning file_id
    ),
    gone as (
      delete from evidence where tenant_id = ${tx.tenant.id} and id in (select id from free) returning 1
    )
    select (select count(*) from gone)::int as amount, array(select file_id from gone_files) as "fileIds"
  `.execute(tx.db);
  return rows[0] ?? { amount: 0, fileIds: [] };
}

/** Takes back some reactions of an account to the messages of others; returns how many. */
export async function deleteReactionsOf(tx: Tx, id: AccountId, limit: number): Promise<number> {
  const { rows } = await sql<{ amount: number }>`
    with gone as (
      delete from reactions where tenant_id = ${tx.tenant.id} and ctid in (
        select ctid from reactions where tenant_id = ${tx.tenant.id} and account_id = ${id} limit ${limit}
      ) returning conversation_id, seq, emoji, is_on
    ),
    lowered as (
      update entries e set reactions = (
        select jsonb_object_agg(k.key, k.value::int - k.lost) filter (where k.value::int > k.lost)
        from (
          select c.key, c.value, (
            select count(*) from gone g
            where g.conversation_id = e.conversation_id and g.seq = e.seq and g.emoji = c.key and g.is_on
          ) as lost
          from jsonb_each_text(e.reactions) c
        ) k
      )
      from (select distinct conversation_id, seq from gone where is_on) t
      where e.tenant_id = ${tx.tenant.id} and e.conversation_id = t.conversation_id and e.seq = t.seq and e.reactions is not null
    )
    select count(*)::int as amount from gone
  `.execute(tx.db);
  return rows[0]?.amount ?? 0;
}
