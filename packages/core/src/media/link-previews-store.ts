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
  const { rows } = await sql<{ replaced: string | null }>`
    with old as (
      select picture from link_previews where tenant_id = ${tx.tenant.id} and url_hash = ${urlHash} for update
    )
    insert into link_previews (tenant_id, url_hash, is_found, title, description, picture, expires_at)
    values (${tx.tenant.id}, ${urlHash}, ${preview.isFound}, ${preview.title}, ${preview.description}, ${preview.picture},
      ${preview.expiresAt})
    on conflict (tenant_id, url_hash) do update set is_found = excluded.is_found, title = excluded.title,
      description = excluded.description, picture = excluded.picture, expires_at = excluded.expires_at
    returning (select picture from old) as replaced
  `.execute(tx.db);
  return rows[0]?.replaced ?? undefined;
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
