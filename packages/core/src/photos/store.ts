import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Tables } from '../db/index.js';
import type { AccountId, Ctx, MemberTx, Tx, MemberCtx, TenantId } from '../kernel/index.js';
import type { PhotoState } from './event-types.js';
import type { StoredPhoto } from './rules.js';

/** Serializes changes of an account's photos, uploads and decisions alike, until the transaction ends. */
export async function lockPhotosOf(tx: Tx, accountId: AccountId): Promise<void> {
  await sql`
    select from accounts where tenant_id = ${tx.tenant.id} and id = ${accountId} for no key update
  `.execute(tx.db);
}

/** A photo with its pictures. */
export interface PhotoRow extends StoredPhoto {
  readonly id: number;
  readonly accountId: AccountId;
  readonly place: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

const picture = (alias: string): RawBuilder<unknown> => {
  const upload = (column: string) => sql.ref(`${alias}.${column}`);
  return sql`json_build_object('fileId', ${upload('file_id')}, 'isAnimated', ${upload('is_animated')},
    'isRestricted', ${upload('is_restricted')})`;
};

/** The photos of accounts by place. */
export async function selectPhotos(ctx: Ctx, accountIds: readonly AccountId[]): Promise<PhotoRow[]> {
  const { rows } = await sql<PhotoRow>`
    select p.id, p.account_id as "accountId", p.place, p.state, p.created_at as "createdAt", p.updated_at as "updatedAt",
      ${picture('u')} as current, case when s.id is not null then ${picture('s')} end as shown
    from photos p
    join photo_uploads u on u.tenant_id = p.tenant_id and u.id = p.upload_id
    left join photo_uploads s on s.tenant_id = p.tenant_id and s.id = p.shown_upload_id
    where p.tenant_id = ${ctx.tenant.id} and p.account_id = any(${[...accountIds]}::int[])
    order by p.place
  `.execute(ctx.db);
  return rows;
}

/** Whether the caller's card is finished. */
export async function selectIsFinished(ctx: MemberCtx): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('accounts')
    .select('is_finished')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', ctx.actor)
    .executeTakeFirst();
  return row?.is_finished ?? false;
}

/** The state of a photo before a change. */
export interface PhotoHead {
  readonly id: number;
  readonly state: PhotoState;
  readonly uploadId: number;
  readonly shownUploadId: number | null;
  /** Hash of the bytes as sent. */
  readonly sourceHash: string;
}

const headColumns = sql`p.id, p.state, p.upload_id as "uploadId", p.shown_upload_id as "shownUploadId",
  u.source_hash as "sourceHash"`;

/** The caller's photo at a place. */
export async function selectPhotoAt(ctx: MemberCtx, place: number): Promise<PhotoHead | undefined> {
  const { rows } = await sql<PhotoHead>`
    select ${headColumns} from photos p join photo_uploads u on u.tenant_id = p.tenant_id and u.id = p.upload_id
    where p.tenant_id = ${ctx.tenant.id} and p.account_id = ${ctx.actor} and p.place = ${place}
  `.execute(ctx.db);
  return rows[0];
}

/** A photo of any account. */
export async function selectPhoto(
  ctx: Ctx,
  id: number,
): Promise<(PhotoHead & { accountId: AccountId }) | undefined> {
  const { rows } = await sql<PhotoHead & { accountId: AccountId }>`
    select ${headColumns}, p.account_id as "accountId"
    from photos p join photo_uploads u on u.tenant_id = p.tenant_id and u.id = p.upload_id
    where p.tenant_id = ${ctx.tenant.id} and p.id = ${id}
  `.execute(ctx.db);
  return rows[0];
}

/** Records a picture before it is stored, so that a crash leaves no unknown blobs. */
export async function insertUpload(
  ctx: MemberCtx,
  upload: {
    fileId: string;
    isAnimated: boolean;
    sourceHash: string;
    pictureHash: string;
    sizeBytes: number;
    removeAt: number;
  },
): Promise<number> {
  const row = await ctx.db
    .insertInto('photo_uploads')
    .values({
      tenant_id: ctx.tenant.id,
      account_id: ctx.actor,
      file_id: upload.fileId,
      is_animated: upload.isAnimated,
      source_hash: upload.sourceHash,
      picture_hash: upload.pictureHash,
      size_bytes: upload.sizeBytes,
      created_at: ctx.now(),
      remove_at: upload.removeAt,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Marks an upload as used by a photo; returns false if it was deleted meanwhile. */
export async function updateUploadHeld(tx: MemberTx, id: number): Promise<boolean> {
  const result = await tx.db
    .updateTable('photo_uploads')
    .set({ remove_at: null })
    .where('tenant_id', '=', tx.tenant.id)
    .where('id', '=', id)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/**
 * Puts an upload at a place on the caller's card, waiting for review; others still see the previous approved picture.
 */
export async function upsertPhoto(tx: MemberTx, at: { place: number; uploadId: number }): Promise<number> {
  const now = tx.now();
  const { rows } = await sql<{ id: number }>`
    insert into photos as p (tenant_id, account_id, place, state, upload_id, created_at, updated_at)
    values (${tx.tenant.id}, ${tx.actor}, ${at.place}, 'waiting', ${at.uploadId}, ${now}, ${now})
    on conflict (tenant_id, account_id, place) do update
    set state = 'waiting', upload_id = excluded.upload_id, is_notified = true, returns_at = null, is_escalated = false,
      updated_at = excluded.updated_at
    returning id
  `.execute(tx.db);
  const [row] = rows;
  if (!row) throw new Error('A photo was not stored.');
  return row.id;
}

/** Deletes a photo of the caller. */
export async function deletePhotoRow(tx: MemberTx, id: number): Promise<void> {
  await tx.db
    .deleteFrom('photos')
    .where('tenant_id', '=', tx.tenant.id)
    .where('id', '=', id)
    .where('account_id', '=', tx.actor)
    .execute();
}

/** Sets the state of the last picture of photos. */
export async function updatePhotoStates(tx: Tx, ids: readonly number[], state: PhotoState): Promise<void> {
  await sql`
    update photos set state = ${state}, shown_upload_id = ${state === 'approved' ? sql`upload_id` : null},
      is_notified = false, returns_at = null, is_escalated = false, updated_at = ${tx.now()}
    where tenant_id = ${tx.tenant.id} and id = any(${[...ids]}::int[])
  `.execute(tx.db);
}

/** Hides a photo's earlier picture from others. */
export async function updatePhotoUnshown(tx: Tx, id: number): Promise<void> {
  await tx.db
    .updateTable('photos')
    .set({ shown_upload_id: null })
    .where('tenant_id', '=', tx.tenant.id)
    .where('id', '=', id)
    .execute();
}

/** The photos that use uploads, as their last or their shown picture. */
export async function selectPhotosWith(ctx: Ctx, uploadIds: readonly number[]): Promise<PhotoHead[]> {
  const these = sql`any(${[...uploadIds]}::bigint[])`;
  const { rows } = await sql<PhotoHead>`
    select ${headColumns} from photos p join photo_uploads u on u.tenant_id = p.tenant_id and u.id = p.upload_id
    where p.tenant_id = ${ctx.tenant.id} and (p.upload_id = ${these} or p.shown_upload_id = ${these})
  `.execute(ctx.db);
  return rows;
}

/** An upload as shown to moderators. */
export interface Upload {
  readonly id: number;
  readonly accountId: AccountId;
  readonly username: string;
  /** Null if no photo uses it. */
  readonly place: number | null;
  readonly state: PhotoState | 'gone';
  readonly fileId: string;
  readonly isAnimated: boolean;
  readonly isRestricted: boolean;
  readonly sourceHash: string;
  readonly pictureHash: string;
  readonly createdAt: number;
}

function selectUploads(ctx: Ctx, which: RawBuilder<unknown>, limit: number): Promise<Upload[]> {
  return sql<Upload>`
    select u.id, u.account_id as "accountId", a.username, p.place,
      case when p.id is null then 'gone' when p.upload_id = u.id then p.state else 'approved' end as state, u.file_id as "fileId",
      u.is_animated as "isAnimated",
      u.is_restricted as "isRestricted", u.source_hash as "sourceHash", u.picture_hash as "pictureHash",
      u.created_at as "createdAt"
    from photo_uploads u
    join accounts a on a.tenant_id = u.tenant_id and a.id = u.account_id
    left join photos p on p.tenant_id = u.tenant_id and (p.upload_id = u.id or p.shown_upload_id = u.id)
    where u.tenant_id = ${ctx.tenant.id} and ${which}
    order by u.id limit ${limit}
  `
    .execute(ctx.db)
    .then(({ rows }) => rows);
}

/** Uploads waiting for review, oldest first. */
export function selectWaiting(ctx: Ctx, limit: number): Promise<Upload[]> {
  const waiting = sql`u.id in (
    select upload_id from photos where tenant_id = ${ctx.tenant.id} and state = 'waiting' and not is_escalated
    order by upload_id limit ${limit}
  )`;
  return selectUploads(ctx, sql`not u.is_restricted and ${waiting}`, limit);
}

/** An account's existing uploads: those of photos, and evidence. */
export function selectUploadsOf(ctx: Ctx, accountId: AccountId, limit: number): Promise<Upload[]> {
  return selectUploads(ctx, sql`not u.is_restricted and u.account_id = ${accountId}`, limit);
}

/** Evidence hidden from ordinary moderators. */
export function selectRestricted(ctx: Ctx, limit: number): Promise<Upload[]> {
  return selectUploads(ctx, sql`u.is_restricted`, limit);
}

/** Uploads by their numbers, in any state. */
export function selectUploadsById(ctx: Ctx, ids: readonly number[]): Promise<Upload[]> {
  return selectUploads(ctx, sql`u.id = any(${[...ids]}::bigint[])`, ids.length);
}

/** Restricts an upload or lifts the restriction; returns false if nothing changed. */
export async function updateUploadRestricted(tx: Tx, id: number, isRestricted: boolean): Promise<boolean> {
  const result = await tx.db
    .updateTable('photo_uploads')
    .set({ is_restricted: isRestricted, ...(isRestricted && { remove_at: null }) })
    .where('tenant_id', '=', tx.tenant.id)
    .where('id', '=', id)
    .where('is_restricted', '=', !isRestricted)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

interface Blobs {
  readonly fileId: string;
  readonly isAnimated: boolean;
}

/**
 * Deletes uploads that no photo uses, except evidence, which gets an expiry time, and restricted ones. Returns the
 * deleted ones. Uses two statements: the second sees whether a case made the locked uploads evidence.
 */
export async function deleteReleased(
  tx: Tx,
  ids: readonly number[],
  evidenceUntil: number,
): Promise<Blobs[]> {
  const these = sql`tenant_id = ${tx.tenant.id} and id = any(${[...ids]}::bigint[]) and not is_restricted`;
  await sql`select from photo_uploads where ${these} order by id for update`.execute(tx.db);
  const isEvidence = sql`exists (
    select from photo_evidence e where e.tenant_id = photo_uploads.tenant_id and e.upload_id = photo_uploads.id
  )`;
  const { rows } = await sql<Blobs>`
    with kept as (update photo_uploads set remove_at = ${evidenceUntil} where ${these} and ${isEvidence})
    delete from photo_uploads where ${these} and not ${isEvidence}
    returning file_id as "fileId", is_animated as "isAnimated"
  `.execute(tx.db);
  return rows;
}

/** Deletes expired uploads with their evidence rows; evidence of open cases stays. */
export async function deleteDue(tx: Tx, limit: number): Promise<Blobs[]> {
  const { rows: due } = await sql<{ id: number }>`
    select u.id from photo_uploads u
    where u.tenant_id = ${tx.tenant.id} and u.remove_at <= ${tx.now()} and not exists (
      select from photo_evidence e join reports c on c.tenant_id = e.tenant_id and c.id = e.report_id
      where e.tenant_id = u.tenant_id and e.upload_id = u.id and c.state = 'open'
    )
    order by u.remove_at limit ${limit} for update of u skip locked
  `.execute(tx.db);
  const ids = due.map(({ id }) => id);
  if (ids.length === 0) return [];
  await tx.db
    .deleteFrom('photo_evidence')
    .where('tenant_id', '=', tx.tenant.id)
    .where('upload_id', 'in', ids)
    .execute();
  return tx.db
    .deleteFrom('photo_uploads')
    .where('tenant_id', '=', tx.tenant.id)
    .where('id', 'in', ids)
    .returning(['file_id as fileId', 'is_animated as isAnimated'])
    .execute();
}

/** An upload that a photo uses. */
export interface ReferencedUpload {
  readonly uploadId: number;
  readonly photoId: number;
  readonly place: number;
  readonly state: PhotoState;
}

/** The uploads that an account's photos use, locked against deletion until the transaction ends. */
export async function lockReferencedUploads(tx: Tx, accountId: AccountId): Promise<ReferencedUpload[]> {
  const { rows } = await sql<ReferencedUpload>`
    select u.id as "uploadId", p.id as "photoId", p.place,
      case when p.upload_id = u.id then p.state else 'approved' end as state
    from photos p
    join photo_uploads u on u.tenant_id = p.tenant_id and u.id in (p.upload_id, p.shown_upload_id)
    where p.tenant_id = ${tx.tenant.id} and p.account_id = ${accountId}
    order by p.place, u.id for key share of u
  `.execute(tx.db);
  return rows;
}

/** Makes uploads evidence of a case. */
export async function insertEvidence(tx: Tx, caseId: number, uploadIds: readonly number[]): Promise<void> {
  if (uploadIds.length === 0) return;
  await tx.db
    .insertInto('photo_evidence')
    .values(uploadIds.map((upload_id) => ({ tenant_id: tx.tenant.id, report_id: caseId, upload_id })))
    .execute();
}

/** A decision about which the owner was not notified. */
export interface UnnotifiedPhoto {
  readonly tenantId: TenantId;
  readonly id: number;
  readonly accountId: AccountId;
}

/** Some decisions in all tenants about which the owners were not notified. */
export function selectUnnotified(db: Kysely<Tables>, limit: number): Promise<UnnotifiedPhoto[]> {
  return db
    .selectFrom('photos')
    .select(['tenant_id as tenantId', 'id', 'account_id as accountId'])
    .where('is_notified', '=', false)
    .limit(limit)
    .execute();
}

/** Marks a decision as announced; undefined if another transaction was faster or the photo no longer exists. */
export async function updateNotified(
  tx: Tx,
  id: number,
): Promise<{ place: number; state: PhotoState } | undefined> {
  return tx.db
    .updateTable('photos')
    .set({ is_notified: true })
    .where('tenant_id', '=', tx.tenant.id)
    .where('id', '=', id)
    .where('is_notified', '=', false)
    .returning(['place', 'state'])
    .executeTakeFirst();
}

/** The facts that decide which clients may fetch a picture. */
export interface FetchedPicture {
  readonly tenantId: TenantId;
  readonly state: PhotoState;
  readonly isShown: boolean;
  readonly isCurrent: boolean;
  readonly isOwnerActive: boolean;
}

/** The facts that decide which clients may fetch the picture with this name; undefined if none may. */
export async function selectFetched(db: Kysely<Tables>, fileId: string): Promise<FetchedPicture | undefined> {
  const { rows } = await sql<FetchedPicture>`
    select p.tenant_id as "tenantId", p.state, coalesce(p.shown_upload_id = u.id, false) as "isShown",
      p.upload_id = u.id as "isCurrent", a.status = 'active' as "isOwnerActive"
    from photo_uploads u
    join photos p on p.tenant_id = u.tenant_id and (p.upload_id = u.id or p.shown_upload_id = u.id)
    join accounts a on a.tenant_id = p.tenant_id and a.id = p.account_id
    where u.file_id = ${fileId} and not u.is_restricted
  `.execute(db);
  return rows[0];
}
