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
export async function selectFriends(ctx: MemberCtx, text: string | undefined): Promise<FriendRow[]> {
  const isNamed =
    text === undefined
      ? sql``
      : sql`and (
          strpos(f.folded_remark collate "C", ${text}) > 0 or strpos(a.folded_nickname collate "C", ${text}) > 0
          or strpos(a.folded_username collate "C", ${text}) > 0
        )`;
  // The lateral selects look each friend up by key, where the planner might read all accounts and conversations.
  const { rows } = await sql<FriendRow>`
    select f.friend_id as "friendId", f.remark, a.nickname, a.sex, a.avatar_name as "avatarName",
      coalesce(nullif(f.remark_letter, ''), a.letter) as letter, c.list_id as "listId"
    from friends f
    cross join lateral (select * from accounts a where a.tenant_id = f.tenant_id and a.id = f.friend_id offset 0) a
    left join lateral (
      select c.list_id from conversations c
      where c.tenant_id = f.tenant_id and c.low_id = least(f.account_id, f.friend_id)
        and c.high_id = greatest(f.account_id, f.friend_id)
      offset 0
    ) c on true
    where f.tenant_id = ${ctx.tenant.id} and f.account_id = ${ctx.actor} and ${mayMeet(ctx, sql`f.friend_id`, 'many')} ${isNamed}
    order by coalesce(nullif(f.folded_remark, ''), a.folded_nickname) collate "C", f.friend_id
  `.execute(ctx.db);
  return rows;
}
