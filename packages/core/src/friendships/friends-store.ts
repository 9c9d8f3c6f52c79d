import { sql } from 'kysely';
import { mayMeet } from '../contacts/index.js';
import type { AccountId, MemberCtx } from '../kernel/index.js';

/** A friend in the caller's list. */
export interface FriendRow {
  readonly friendId: AccountId;
  readonly remark: string;
  readonly nickname: string;
  readonly sex: 0 | 1;
  readonly avatarName: string | null;
  /** Letter of the remark if there is one, otherwise of the nickname. */
  readonly letter: string;
  /** The single conversation with this friend, as a UUID. */
  readonly listId: string | null;
}

/** The caller's friends, optionally filtered by a folded text in remark, nickname or user name. */
export function selectFriends(ctx: MemberCtx, text: string | undefined): Promise<FriendRow[]> {
  let query = ctx.db
    .selectFrom('friends as f')
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.tenant_id', '=', 'f.tenant_id').onRef('a.id', '=', 'f.friend_id'),
    )
    .leftJoin('conversations as c', (join) =>
      join
        .onRef('c.tenant_id', '=', 'f.tenant_id')
        .on('c.low_id', '=', sql<AccountId>`least(f.account_id, f.friend_id)`)
        .on('c.high_id', '=', sql<AccountId>`greatest(f.account_id, f.friend_id)`),
    )
    .select([
      'f.friend_id as friendId',
      'f.remark',
      'a.nickname',
      'a.sex',
      'a.avatar_name as avatarName',
      sql<string>`coalesce(nullif(f.remark_letter, ''), a.letter)`.as('letter'),
      'c.list_id as listId',
    ])
    .where('f.tenant_id', '=', ctx.tenant.id)
    .where('f.account_id', '=', ctx.actor)
    .where(sql<boolean>`${mayMeet(ctx, sql`f.friend_id`)}`)
    .orderBy(sql`coalesce(nullif(f.folded_remark, ''), a.folded_nickname) collate "C"`)
    .orderBy('f.friend_id');
  if (text !== undefined) {
    query = query.where(
      sql<boolean>`(
        strpos(f.folded_remark collate "C", ${text}) > 0 or strpos(a.folded_nickname collate "C", ${text}) > 0
        or strpos(a.folded_username collate "C", ${text}) > 0
      )`,
    );
  }
  return query.execute();
}
