import type { AccountId, ConversationId, Ctx } from '../kernel/index.js';

export async function insertFile(
  ctx: Ctx,
  file: {
    name: string;
    conversationId: ConversationId;
    accountId: AccountId;
    family: string;
    mime: string;
    originalName: string;
    sizeBytes: number;
  },
): Promise<void> {
  await ctx.db
    .insertInto('files')
    .values({
      tenant_id: ctx.tenant.id,
      name: file.name,
      conversation_id: file.conversationId,
      account_id: file.accountId,
      family: file.family,
      mime: file.mime,
      original_name: file.originalName,
      size_bytes: file.sizeBytes,
      created_at: ctx.now(),
    })
    .execute();
}

/** Whether a file of this name was sent into a conversation. */
export async function selectFile(
  ctx: Ctx,
  of: { conversationId: ConversationId; name: string },
): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('files')
    .select('name')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('name', '=', of.name)
    .where('conversation_id', '=', of.conversationId)
    .executeTakeFirst();
  return row !== undefined;
}
