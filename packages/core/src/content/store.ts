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

const editedColumns = [
  ...linkColumns,
  'place',
  'version',
  'written_by as changedBy',
  'changed_at as changedAt',
] as const;

/** A link for its editors. */
export interface EditedLink extends Link {
  readonly place: LinkPlace;
  readonly version: number;
  readonly changedAt: number;
  readonly changedBy: string;
}

/** What an editor writes of a link. */
export type LinkContent = Pick<Link, 'name' | 'url' | 'port' | 'picture' | 'isShown'>;

/** The links in a place for editors, in the order of members. */
export function selectEditedLinks(ctx: Ctx, place: LinkPlace): Promise<EditedLink[]> {
  return ctx.db
    .selectFrom('links')
    .select(editedColumns)
    .where('tenant_id', '=', ctx.tenant.id)
    .where('place', '=', place)
    .orderBy('sort')
    .orderBy('id')
    .limit(bounds.list.publishedRows)
    .execute();
}

/** Locks a link for a change of it; undefined if it does not exist. */
export function lockLink(tx: Tx, id: number): Promise<EditedLink | undefined> {
  return tx.db
    .selectFrom('links')
    .select(editedColumns)
    .where('tenant_id', '=', tx.tenant.id)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** Locks the links in a place, so that no other change of their order or number happens meanwhile; returns their ids in order. */
export async function lockLinkOrder(tx: Tx, place: LinkPlace): Promise<number[]> {
  await sql`
    select id from links where tenant_id = ${tx.tenant.id} and place = ${place} order by id for no key update
  `.execute(tx.db);
  // Once more, because the first statement does not see what was stored while it waited.
  return (await selectEditedLinks(tx, place)).map(({ id }) => id);
}

/** Gives links the order of these ids. */
export async function updateLinkOrder(tx: Tx, ids: readonly number[]): Promise<void> {
  await sql`
    update links l set sort = o.sort
    from unnest(${ids}::int[]) with ordinality o (id, sort)
    where l.tenant_id = ${tx.tenant.id} and l.id = o.id
  `.execute(tx.db);
}

/** Stores a new link as the last one of its place. */
export async function insertLink(
  tx: Tx,
  { place, name, url, port, picture, isShown }: LinkContent & { readonly place: LinkPlace },
  writtenBy: string,
): Promise<{ id: number; version: number }> {
  const now = tx.now();
  const { rows } = await sql<{ id: number; version: number }>`
    insert into links (tenant_id, place, name, url, port, picture, is_shown, sort, written_by, created_at, changed_at)
    select ${tx.tenant.id}::int, ${place}, ${name}, ${url}, ${port}, ${picture}, ${isShown}, coalesce(max(sort) + 1, 0),
      ${writtenBy}, ${now}::bigint, ${now}::bigint
    from links where tenant_id = ${tx.tenant.id} and place = ${place}
    returning id, version
  `.execute(tx.db);
  return rows[0]!; // an aggregate has one row
}

/** Changes a locked link; returns its new version. */
export function updateLink(
  tx: Tx,
  id: number,
  { name, url, port, picture, isShown }: LinkContent,
  writtenBy: string,
): Promise<{ version: number }> {
  return tx.db
    .updateTable('links')
    .set((now) => ({
      version: sql`${now.ref('version')} + 1`,
      name,
      url,
      port,
      picture,
      is_shown: isShown,
      written_by: writtenBy,
      changed_at: tx.now(),
    }))
    .where('tenant_id', '=', tx.tenant.id)
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
}

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
export async function upsertLinks(
  tx: Tx,
  { place, drafts, writtenBy }: { place: LinkPlace; drafts: readonly Draft<Link>[]; writtenBy: string },
): Promise<number> {
  const { rows: written } = await sql`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(drafts)}::jsonb)
        as r(id int, name text, url text, port text, picture text, "isShown" boolean, sort int)
    ),
    changed as (
      update links l
      set name = r.name, url = r.url, port = r.port, picture = r.picture, is_shown = r."isShown", sort = r.sort,
        version = l.version + 1, written_by = ${writtenBy}, changed_at = ${tx.now()}
      from given r where l.tenant_id = ${tx.tenant.id} and l.place = ${place} and l.id = r.id
      returning l.id
    ),
    added as (
      insert into links (tenant_id, place, name, url, port, picture, is_shown, sort, written_by, created_at, changed_at)
      select ${tx.tenant.id}, ${place}, name, url, port, picture, "isShown", sort, ${writtenBy}, ${tx.now()}, ${tx.now()}
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
