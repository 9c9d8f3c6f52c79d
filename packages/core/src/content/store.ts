import { sql } from 'kysely';
import { bounds, type Ctx, type Tx, type TenantId } from '../kernel/index.js';

/** The page of a client that shows a link. */
export type LinkPlace = 'menu' | 'explore';

/** A link to another site. */
export interface Link {
  readonly id: number;
  readonly name: string;
  readonly url: string;
  readonly port: string;
  readonly picture: string;
  readonly isShown: boolean;
  readonly sort: number;
  readonly createdAt: number;
}

/** A row to store: with an id it changes that row, without it is new. */
export type Draft<Row> = Omit<Row, 'id' | 'createdAt'> & { readonly id?: number | undefined };

const linkColumns = [
  'id',
  'name',
  'url',
  'port',
  'picture',
  'is_shown as isShown',
  'sort',
  'created_at as createdAt',
] as const;

/** Links in a place by sort number: a page of the visible ones, or all. */
export function selectLinks(
  ctx: Ctx,
  place: LinkPlace,
  shown?: { offset: number; limit: number },
): Promise<Link[]> {
  let query = ctx.db
    .selectFrom('links')
    .select(linkColumns)
    .where('tenant_id', '=', ctx.tenant.id)
    .where('place', '=', place)
    .orderBy('sort')
    .orderBy('id')
    .limit(bounds.list.publishedRows);
  if (shown) query = query.where('is_shown', '=', true).offset(shown.offset).limit(shown.limit);
  return query.execute();
}

/** The number of visible links in a place. */
export async function countShownLinks(ctx: Ctx, place: LinkPlace): Promise<number> {
  const row = await ctx.db
    .selectFrom('links')
    .select((count) => count.fn.countAll<number>().as('count'))
    .where('tenant_id', '=', ctx.tenant.id)
    .where('place', '=', place)
    .where('is_shown', '=', true)
    .executeTakeFirstOrThrow();
  return row.count;
}

/**
 * Stores drafts; returns the number of written rows, which is lower than that of drafts if an id is not the tenant's. A
 * link keeps its place.
 */
export async function upsertLinks(tx: Tx, place: LinkPlace, drafts: readonly Draft<Link>[]): Promise<number> {
  const { rows: written } = await sql`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(drafts)}::jsonb)
        as r(id int, name text, url text, port text, picture text, "isShown" boolean, sort int)
    ),
    changed as (
      update links l
      set name = r.name, url = r.url, port = r.port, picture = r.picture, is_shown = r."isShown", sort = r.sort
      from given r where l.tenant_id = ${tx.tenant.id} and l.place = ${place} and l.id = r.id
      returning l.id
    ),
    added as (
      insert into links (tenant_id, place, name, url, port, picture, is_shown, sort, created_at)
      select ${tx.tenant.id}, ${place}, name, url, port, picture, "isShown", sort, ${tx.now()}
      from given where id is null
      returning id
    )
    select id from changed union all select id from added
  `.execute(tx.db);
  return written.length;
}

/** Deletes a row; returns false if it does not exist. */
export async function deleteRow(
  ctx: Ctx,
  table: 'articles' | 'links' | 'announcements',
  id: number,
): Promise<boolean> {
  const result = await ctx.db
    .deleteFrom(table)
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', id)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** Records that the tenant has received the initial content; returns false if that was already recorded. */
export async function insertSeed(tx: Tx): Promise<boolean> {
  const result = await tx.db
    .insertInto('content_starts')
    .values({ tenant_id: tx.tenant.id, created_at: tx.now() })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Tenants that have not received the initial content. */
export async function selectTenantsToSeed(db: Ctx['db']): Promise<TenantId[]> {
  const rows = await db
    .selectFrom('tenants')
    .leftJoin('content_starts', 'content_starts.tenant_id', 'tenants.id')
    .select('tenants.id')
    .where('content_starts.tenant_id', 'is', null)
    .execute();
  return rows.map((row) => row.id);
}
