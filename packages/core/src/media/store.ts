import type { AccountId, ConversationId, Ctx } from '../kernel/index.js';

/** A file that was sent into a conversation. */
export interface ChatFile {
  /** Carries 128 random bits; who knows it may fetch the file. */
  readonly name: string;
  readonly accountId: AccountId;
  readonly family: string;
  readonly originalName: string;
  readonly sizeBytes: number;
  readonly createdAt: number;
}

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
