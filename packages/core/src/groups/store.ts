import type { AccountId, ConversationHead, Ctx } from '../kernel/index.js';

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
