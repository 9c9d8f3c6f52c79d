import { sql } from 'kysely';
import type { AccountId, AgeStatus, Ctx, MemberCtx, MemberTx, SexCode, SexFilter } from '../kernel/index.js';
import type { TagBlock } from './options.js';

/** An account as shown in a list and at the top of an intro. */
export interface Card {
  readonly id: AccountId;
  readonly nickname: string;
  readonly email: string | null;
  readonly sexCode: SexCode;
  readonly sexFilter: SexFilter;
  readonly isFinished: boolean;
  readonly universityId: number | null;
  readonly universityName: string | null;
  readonly departmentName: string | null;
  readonly updatedAt: number;
  readonly isBrowsingHidden: boolean;
  /** Null for an account that has neither drawn a picture nor written an intro. */
  readonly intro: Intro | null;
}

/** The content that an account shows in its intro. */
export interface Intro {
  readonly adjCode: string;
  readonly animalCode: string;
  readonly backgroundCode: string;
  readonly foregroundCode: string;
  readonly tags: readonly string[];
  readonly tagIds: Readonly<Record<TagBlock, readonly number[]>>;
  readonly privateBlocks: readonly string[];
  readonly acceptsChats: boolean;
}

/** What the caller has chosen for finding people. */
export interface OwnChoices {
  readonly ageStatus: AgeStatus;
  readonly sexFilter: SexFilter;
  readonly acceptsChats: boolean;
  readonly isPresenceHidden: boolean;
  readonly isBrowsingHidden: boolean;
}

/** The cards of the ids that exist in the caller's tenant, by id. */
export async function loadCards(ctx: Ctx, ids: readonly AccountId[]): Promise<Map<AccountId, Card>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db
    .selectFrom('accounts as a')
    .leftJoin('intros as i', (join) =>
      join.onRef('i.tenant_id', '=', 'a.tenant_id').onRef('i.account_id', '=', 'a.id'),
    )
    .leftJoin('universities as u', (join) =>
      join.onRef('u.tenant_id', '=', 'a.tenant_id').onRef('u.id', '=', 'a.university_id'),
    )
    .leftJoin('departments as d', (join) =>
      join.onRef('d.tenant_id', '=', 'a.tenant_id').onRef('d.id', '=', 'a.department_id'),
    )
    .select([
      'a.id',
      'a.nickname',
      'a.email',
      'a.sex_code as sexCode',
      'a.sex_filter as sexFilter',
      'a.is_finished as isFinished',
      'a.university_id as universityId',
      'a.updated_at as updatedAt',
      'a.is_browsing_hidden as isBrowsingHidden',
      'u.name as universityName',
      'd.name as departmentName',
      intro.as('intro'),
    ])
    .where('a.tenant_id', '=', ctx.tenant.id)
    .where('a.id', '=', sql<AccountId>`any(${[...ids]}::int[])`)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

const intro = sql<Intro | null>`case when i.account_id is not null then json_build_object(
  'adjCode', i.adj_code, 'animalCode', i.animal_code, 'backgroundCode', i.background_code,
  'foregroundCode', i.foreground_code, 'tags', i.tags, 'tagIds', json_build_object(
    'topic', i.topic_ids, 'relation', i.relation_ids, 'love', i.love_ids, 'actor', i.actor_ids
  ), 'privateBlocks', i.private_blocks, 'acceptsChats', i.accepts_chats) end`;

interface IntroRow {
  readonly adj_code: string;
  readonly animal_code: string;
  readonly background_code: string;
  readonly foreground_code: string;
  readonly tags: string[];
  readonly topic_ids: number[];
  readonly relation_ids: number[];
  readonly love_ids: number[];
  readonly actor_ids: number[];
  readonly private_blocks: string[];
  readonly accepts_chats: boolean;
}

/** What the caller has chosen for finding people. */
export function selectOwnChoices(ctx: MemberCtx): Promise<OwnChoices | undefined> {
  return ctx.db
    .selectFrom('accounts as a')
    .leftJoin('intros as i', (join) =>
      join.onRef('i.tenant_id', '=', 'a.tenant_id').onRef('i.account_id', '=', 'a.id'),
    )
    .select([
      'a.age_status as ageStatus',
      'a.sex_filter as sexFilter',
      'a.is_presence_hidden as isPresenceHidden',
      'a.is_browsing_hidden as isBrowsingHidden',
      sql<boolean>`coalesce(i.accepts_chats, true)`.as('acceptsChats'),
    ])
    .where('a.tenant_id', '=', ctx.tenant.id)
    .where('a.id', '=', ctx.actor)
    .executeTakeFirst();
}

/** Whether an account accepts chats from non-friends; the default without an intro is yes. */
export async function acceptsChats(ctx: Ctx, accountId: AccountId): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('intros')
    .select('accepts_chats')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  return row?.accepts_chats ?? true;
}

/** The columns of `intros` to set; omitted ones stay the same. */
export type IntroChange = Partial<IntroRow>;

/** Applies a change to the stored intro, or to the initial one. */
export async function upsertIntro(tx: MemberTx, beginning: IntroRow, change: IntroChange): Promise<void> {
  const key = { tenant_id: tx.tenant.id, account_id: tx.actor };
  await tx.db
    .insertInto('intros')
    .values({ ...key, ...beginning, ...change })
    // Setting the key has no effect: a change may be empty, but an update may not.
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'account_id']).doUpdateSet({ ...change, account_id: tx.actor }),
    )
    .execute();
}
