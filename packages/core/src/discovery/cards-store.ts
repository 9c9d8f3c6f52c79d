import { sql } from 'kysely';
import type { AccountId, Ctx, MemberTx, SexCode, SexFilter } from '../kernel/index.js';
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
    .selectAll('i')
    .select([
      'a.id',
      'a.nickname',
      'a.email',
      'a.sex_code',
      'a.sex_filter',
      'a.is_finished',
      'a.university_id',
      'a.updated_at',
      'a.is_browsing_hidden',
      'u.name as university',
      'd.name as department_name',
    ])
    .where('a.tenant_id', '=', ctx.tenant.id)
    .where('a.id', '=', sql<AccountId>`any(${[...ids]}::int[])`)
    .execute();
  return new Map(
    rows.map((row): [AccountId, Card] => [
      row.id,
      {
        id: row.id,
        nickname: row.nickname,
        email: row.email,
        sexCode: row.sex_code,
        sexFilter: row.sex_filter,
        isFinished: row.is_finished,
        universityId: row.university_id,
        universityName: row.university,
        departmentName: row.department_name,
        updatedAt: row.updated_at,
        isBrowsingHidden: row.is_browsing_hidden,
        intro: row.account_id === null ? null : toIntro(row as IntroRow), // the types of a left join do not relate its columns
      },
    ]),
  );
}

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

function toIntro(row: IntroRow): Intro {
  return {
    adjCode: row.adj_code,
    animalCode: row.animal_code,
    backgroundCode: row.background_code,
    foregroundCode: row.foreground_code,
    tags: row.tags,
    tagIds: { topic: row.topic_ids, relation: row.relation_ids, love: row.love_ids, actor: row.actor_ids },
    privateBlocks: row.private_blocks,
    acceptsChats: row.accepts_chats,
  };
}

/** Whether an account accepts chats from non-friends; the default without an intro is yes. */
export async function selectAcceptsChats(ctx: Ctx, accountId: AccountId): Promise<boolean> {
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
