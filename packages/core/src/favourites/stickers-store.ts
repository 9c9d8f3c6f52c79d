import { sql } from 'kysely';
import { bounds, listIdText, type ConversationId, type MemberCtx } from '../kernel/index.js';

/** A picture that the caller keeps for sending it again and again. */
export interface Sticker {
  readonly id: number;
  /** Of the picture's file. */
  readonly name: string;
  /** The conversation in which the caller saw it. */
  readonly listId: string;
}

export async function selectStickers(ctx: MemberCtx): Promise<Sticker[]> {
  const { rows } = await sql<{ id: number; name: string; list_id: string }>`
    select s.id, f.name, c.list_id
    from stickers s
    join files f on f.tenant_id = s.tenant_id and f.stem = s.stem
    join conversations c on c.tenant_id = s.tenant_id and c.id = s.conversation_id
    where s.tenant_id = ${ctx.tenant.id} and s.account_id = ${ctx.actor}
    order by s.id desc limit ${bounds.list.stickers}
  `.execute(ctx.db);
  return rows.map(({ list_id, ...row }) => ({ ...row, listId: listIdText(list_id) }));
}

/**
 * Where the caller sees the picture of this name: in a message that is shown and not to be burnt, among the
 * own favourites or stickers, or because it is the caller's own upload. Undefined when the caller sees no
 * such picture. What is found cannot be removed until the transaction ends.
 */
export async function lockPictureInSight(tx: MemberCtx, stem: string): Promise<ConversationId | undefined> {
  const { rows } = await sql<{ conversationId: ConversationId | null }>`
    select coalesce(
      (
        select h.conversation_id from message_files h
        join members m on m.tenant_id = h.tenant_id and m.conversation_id = h.conversation_id
          and m.account_id = ${tx.actor} and m.left_at is null and m.cleared_seq < h.seq
        join entries e on e.tenant_id = h.tenant_id and e.conversation_id = h.conversation_id and e.seq = h.seq
        where h.tenant_id = f.tenant_id and h.stem = f.stem
          and coalesce(e.content::jsonb->>'yhjf', '') not in ('true', '1')
        limit 1
      ),
      (
        select v.conversation_id from favourite_files h
        join favourites v on v.tenant_id = h.tenant_id and v.id = h.favourite_id and v.account_id = ${tx.actor}
        where h.tenant_id = f.tenant_id and h.stem = f.stem
        limit 1
      ),
      (
        select s.conversation_id from stickers s
        where s.tenant_id = f.tenant_id and s.stem = f.stem and s.account_id = ${tx.actor}
      ),
      case when f.account_id = ${tx.actor} then f.conversation_id end
    ) as "conversationId"
    from files f
    where f.tenant_id = ${tx.tenant.id} and f.stem = ${stem} and f.family = 'image'
    for key share
  `.execute(tx.db);
  return rows[0]?.conversationId ?? undefined;
}

/** Keeps a picture; false when the caller keeps it already. */
export async function insertSticker(
  ctx: MemberCtx,
  sticker: { stem: string; conversationId: ConversationId },
): Promise<boolean> {
  const result = await ctx.db
    .insertInto('stickers')
    .values({
      tenant_id: ctx.tenant.id,
      account_id: ctx.actor,
      stem: sticker.stem,
      conversation_id: sticker.conversationId,
      created_at: ctx.now(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Forgets an own sticker; answers the file that it held, or undefined when there is none. */
export async function deleteStickerRow(ctx: MemberCtx, id: number): Promise<string | undefined> {
  const row = await ctx.db
    .deleteFrom('stickers')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('account_id', '=', ctx.actor)
    .where('id', '=', id)
    .returning('stem')
    .executeTakeFirst();
  return row?.stem;
}
