import { sql } from 'kysely';
import type { Ctx, Tx } from '../kernel/index.js';

/** A preview as it is kept; without a title if the page could not be read. */
export interface KeptPreview {
  readonly isFound: boolean;
  readonly title: string;
  readonly description: string;
  /** The name of the picture's file. */
  readonly picture: string | null;
}

/** The kept preview of an address, unless it has expired. */
export function selectPreview(ctx: Ctx, urlHash: string): Promise<KeptPreview | undefined> {
  return ctx.db
    .selectFrom('link_previews')
    .select(['is_found as isFound', 'title', 'description', 'picture'])
    .where('tenant_id', '=', ctx.tenant.id)
    .where('url_hash', '=', urlHash)
    .where('expires_at', '>', ctx.now())
    .executeTakeFirst();
}

/** Keeps a preview; returns the picture that it replaces. */
export async function upsertPreview(
  tx: Tx,
  urlHash: string,
  preview: KeptPreview & { expiresAt: number },
): Promise<string | undefined> {
  const { isFound, title, description, picture, expiresAt } = preview;
  // Locks the row without changing it, and so sees what it has now: a part of one statement would see what it had before.
  const { rows } = await sql<{ held: string | null }>`
    insert into link_previews (tenant_id, url_hash, is_found, title, description, picture, expires_at)
    values (${tx.tenant.id}, ${urlHash}, ${isFound}, ${title}, ${description}, ${picture}, ${expiresAt})
    on conflict (tenant_id, url_hash) do update set url_hash = excluded.url_hash
    returning picture as held
  `.execute(tx.db);
  await tx.db
    .updateTable('link_previews')
    .set({ is_found: isFound, title, description, picture, expires_at: expiresAt })
    .where('tenant_id', '=', tx.tenant.id)
    .where('url_hash', '=', urlHash)
    .execute();
  const held = rows[0]?.held ?? null;
  return held === null || held === picture ? undefined : held;
}

/** Deletes some expired previews; returns their number and pictures. */
export async function deleteExpiredPreviews(
  tx: Tx,
  limit: number,
): Promise<{ amount: number; pictures: string[] }> {
  const { rows } = await sql<{ picture: string | null }>`
    delete from link_previews where tenant_id = ${tx.tenant.id} and url_hash in (
      select url_hash from link_previews
      where tenant_id = ${tx.tenant.id} and expires_at <= ${tx.now()} order by expires_at limit ${limit}
    )
    returning picture
  `.execute(tx.db);
  return { amount: rows.length, pictures: rows.flatMap(({ picture }) => picture ?? []) };
}
