import { sql } from 'kysely';
import type { AccountId, ConversationHead, ConversationId, Ctx } from '../kernel/index.js';

/** What a group has beyond its conversation. */
export interface GroupRow {
  readonly needsApproval: boolean;
  readonly isEditable: boolean;
  readonly allowsRedPackets: boolean;
  readonly allowsMicrophone: boolean;
  readonly sort: number;
  readonly hasOwnPhoto: boolean;
  readonly mosaicOf: readonly AccountId[];
}

export interface GroupChange {
  readonly needs_approval?: boolean;
  readonly is_editable?: boolean;
  readonly allows_red_packets?: boolean;
  readonly allows_microphone?: boolean;
  readonly sort?: number;
  readonly has_own_photo?: boolean;
  readonly disbanded_at?: number;
}

const groupColumns = [
  'needs_approval as needsApproval',
  'is_editable as isEditable',
  'allows_red_packets as allowsRedPackets',
  'allows_microphone as allowsMicrophone',
  'sort',
  'has_own_photo as hasOwnPhoto',
  'mosaic_of as mosaicOf',
] as const;

/** The row of a group that has not been disbanded. */
export function selectGroupRow(ctx: Ctx, of: Pick<ConversationHead, 'id'>): Promise<GroupRow | undefined> {
  return ctx.db
    .selectFrom('groups')
    .select(groupColumns)
    .where('tenant_id', '=', ctx.tenant.id)
    .where('conversation_id', '=', of.id)
    .where('disbanded_at', 'is', null)
    .executeTakeFirst();
}

/** Conversations of groups that were disbanded before a moment and still hold files; some of them. */
export async function selectDisbanded(ctx: Ctx, before: number): Promise<{ id: ConversationId }[]> {
  const { rows } = await sql<{ id: ConversationId }>`
    select g.conversation_id as id from groups g
    where g.tenant_id = ${ctx.tenant.id} and g.disbanded_at < ${before} and exists (
      select from message_files h where h.tenant_id = g.tenant_id and h.conversation_id = g.conversation_id
    )
    limit 100
  `.execute(ctx.db);
  return rows;
}

export async function insertGroup(
  ctx: Ctx,
  of: Pick<ConversationHead, 'id'>,
  settings: GroupChange = {},
): Promise<void> {
  await ctx.db
    .insertInto('groups')
    .values({ tenant_id: ctx.tenant.id, conversation_id: of.id, ...settings })
    .execute();
}

export async function updateGroup(
  ctx: Ctx,
  of: Pick<ConversationHead, 'id'>,
  change: GroupChange,
): Promise<void> {
  await ctx.db
    .updateTable('groups')
    .set(change)
    .where('tenant_id', '=', ctx.tenant.id)
    .where('conversation_id', '=', of.id)
    .execute();
}

/** Notes whom the mosaic shows, unless somebody has set a photo meanwhile. */
export async function updateMosaic(
  ctx: Ctx,
  of: Pick<ConversationHead, 'id'>,
  people: readonly AccountId[],
): Promise<void> {
  await ctx.db
    .updateTable('groups')
    .set({ mosaic_of: [...people] })
    .where('tenant_id', '=', ctx.tenant.id)
    .where('conversation_id', '=', of.id)
    .where('has_own_photo', '=', false)
    .execute();
}
