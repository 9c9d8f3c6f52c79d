import { sql } from 'kysely';
import { bounds, listIdText, type ConversationId, type MemberCtx, type MemberTx } from '../kernel/index.js';

/** A saved picture that the caller can send again. */
export interface Sticker {
  readonly id: number;
  /** Name of the picture's file. */
  readonly name: string;
  /** The conversation in which the caller saw it. */
  readonly listId: string;
}

/** The caller's stickers, newest first. */
export async function selectStickers(ctx: MemberCtx): Promise<Sticker[]> {
  const { rows } = await sql<Sticker>`
    select s.id, f.name, c.list_id as "listId"
    from stickers s
    join files f on f.tenant_id = s.tenant_id and f.file_id = s.file_id
    join conversations c on c.tenant_id = s.tenant_id and c.id = s.conversation_id
    where s.tenant_id = ${ctx.tenant.id} and s.account_id = ${ctx.actor}
    order by s.id desc limit ${bounds.list.stickers}
  `.execute(ctx.db);
  return rows.map((row) => ({ ...row, listId: listIdText(row.listId) }));
}

/** Saves a picture; returns false if it is already saved. */
export async function insertSticker(
  tx: MemberTx,
  sticker: { fileId: string; conversationId: ConversationId },
): Promise<boolean> {
  const result = await tx.db
    .insertInto('stickers')
    .values({
      tenant_id: tx.tenant.id,
      account_id: tx.actor,
      file_id: sticker.fileId,
      conversation_id: sticker.conversationId,
      created_at: tx.now(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Deletes a sticker of the caller; returns its file, or undefined if it does not exist. */
export async function deleteStickerRow(tx: MemberTx, id: number): Promise<string | undefined> {
  const row = await tx.db
    .deleteFrom('stickers')
    .where('tenant_id', '=', tx.tenant.id)
    .where('account_id', '=', tx.actor)
    .where('id', '=', id)
    .returning('file_id')
    .executeTakeFirst();
  return row?.file_id;
}
