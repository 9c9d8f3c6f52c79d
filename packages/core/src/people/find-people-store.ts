import { sql, type RawBuilder } from 'kysely';
import type { AccountId, Ctx } from '../kernel/index.js';

/** An account in a list of staff. */
export interface FoundPerson {
  readonly id: AccountId;
  readonly username: string;
  readonly nickname: string;
  readonly kind: 'member' | 'visitor';
  readonly status: 'active' | 'frozen' | 'disabled';
  /** Whether moderation hides it from all others. */
  readonly isHidden: boolean;
  readonly createdAt: number;
  readonly lastSeenAt: number;
}

/** Sorts after every text that begins with what stands before it. */
const LAST = '\u{10ffff}';

/** The account with an id. */
export function selectById(ctx: Ctx, id: number): Promise<FoundPerson[]> {
  return selectFound(ctx, sql`select ${id}::int as id`);
}

/** The accounts with a phone number. */
export function selectByPhone(ctx: Ctx, phone: string, limit: number): Promise<FoundPerson[]> {
  return selectFound(
    ctx,
    sql`select id from accounts where tenant_id = ${ctx.tenant.id} and phone = ${phone} limit ${limit}`,
  );
}

/** The account that has confirmed an address. */
export function selectByEmail(ctx: Ctx, emailKey: string): Promise<FoundPerson[]> {
  return selectFound(
    ctx,
    sql`select id from accounts where tenant_id = ${ctx.tenant.id} and email_key = ${emailKey}`,
  );
}

/** The newest accounts of a device, by the id that its client has given. */
export function selectByDevice(ctx: Ctx, device: string, limit: number): Promise<FoundPerson[]> {
  return selectFound(
    ctx,
    sql`
      select id from accounts
      where tenant_id = ${ctx.tenant.id} and client_id = ${device} and client_id <> ''
      order by id desc limit ${limit}
    `,
  );
}

/** Accounts whose folded user name or nickname begins with a text. */
export function selectByName(ctx: Ctx, folded: string, limit: number): Promise<FoundPerson[]> {
  // These operators compare characters, as the indexes do; a pattern would not use them in a plan for all values.
  const beginning = (column: RawBuilder<unknown>) => sql`
    select id from accounts
    where tenant_id = ${ctx.tenant.id} and ${column} ~>=~ ${folded} and ${column} ~<~ ${folded + LAST}
    order by ${column} using ~<~ limit ${limit}
  `;
  return selectFound(
    ctx,
    sql`(${beginning(sql`folded_username`)}) union (${beginning(sql`folded_nickname`)})`,
  );
}

/** `found` is a query for ids. */
async function selectFound(ctx: Ctx, found: RawBuilder<unknown>): Promise<FoundPerson[]> {
  const { rows } = await sql<FoundPerson>`
    select a.id, a.username, a.nickname, a.kind, a.status, a.is_shadow_limited as "isHidden",
      a.created_at as "createdAt", a.last_seen_at as "lastSeenAt"
    from (${found}) f join accounts a on a.tenant_id = ${ctx.tenant.id} and a.id = f.id
    order by a.id
  `.execute(ctx.db);
  return rows;
}
