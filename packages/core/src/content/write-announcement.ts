import { bounds, DomainError, invalid, transact } from '../kernel/index.js';
import { audit, type StaffCtx, type StaffTx } from '../staff/index.js';
import { findUniversity } from '../tenants/index.js';
import {
  insertAnnouncement,
  selectAnnouncement,
  selectAnnouncementRows,
  updateAnnouncement,
  type AnnouncementContent,
  type AnnouncementRow,
  type AnnouncementState,
  type Audience,
  type AnnouncementTexts,
  type EditedAnnouncement,
} from './announcements-store.js';
import { cleanAnnouncementTexts } from './clean-announcement.js';

/** An announcement to write. */
export interface AnnouncementInput {
  readonly texts: AnnouncementTexts;
  readonly audience: Audience;
  /** For the audience `school` only. */
  readonly universityId?: number | undefined;
  /** If absent, it begins now. */
  readonly beginAt?: number | undefined;
  /** If absent, it has no end. */
  readonly endAt?: number | undefined;
}

/** An announcement as its author has seen it: a change is refused as `stale` if there is a newer version. */
export interface SeenAnnouncement {
  readonly id: number;
  readonly version: number;
}

/** A page of the announcements of the tenant, newest first. `next` is the `before` of the next page. */
export async function findAnnouncements(
  ctx: StaffCtx,
  filter: { readonly state?: AnnouncementState | undefined; readonly before?: number | undefined },
): Promise<{ rows: AnnouncementRow[]; next: number | undefined }> {
  const found = await selectAnnouncementRows(ctx, filter);
  const rows = found.slice(0, bounds.list.articleRows);
  return { rows, next: found.length > rows.length ? rows.at(-1)?.id : undefined };
}

/** An announcement for editors. Throws `not_found`. */
export async function openAnnouncement(ctx: StaffCtx, id: number): Promise<EditedAnnouncement> {
  const found = await selectAnnouncement(ctx, id);
  if (!found) throw new DomainError('not_found');
  return found;
}

/** Writes a new announcement. Throws `invalid` or `too_large`. */
export async function addAnnouncement(
  ctx: StaffCtx,
  input: AnnouncementInput,
): Promise<{ id: number; version: number }> {
  const content = await clean(ctx, input);
  return transact(ctx, async (tx) => {
    const written = await insertAnnouncement(tx, content, tx.staff.name);
    await log(tx, 'content.addAnnouncement', { ...written, ...factsOf(content) });
    return written;
  });
}

/** Changes an announcement; one that was taken back is published again. Throws `stale`, `not_found`, `invalid` or `too_large`. */
export async function saveAnnouncement(
  ctx: StaffCtx,
  input: SeenAnnouncement & AnnouncementInput,
): Promise<{ version: number }> {
  const content = await clean(ctx, input);
  return transact(ctx, async (tx) => {
    const written = await updateAnnouncement(tx, input, content, tx.staff.name);
    if (!written) return refuse(tx, input.id);
    await log(tx, 'content.saveAnnouncement', { id: input.id, ...written, ...factsOf(content) });
    return written;
  });
}

/** Takes an announcement back: no member sees it from now on. Throws `stale` or `not_found`. */
export function takeBackAnnouncement(ctx: StaffCtx, seen: SeenAnnouncement): Promise<{ version: number }> {
  return transact(ctx, async (tx) => {
    const written = await updateAnnouncement(tx, seen, 'take back', tx.staff.name);
    if (!written) return refuse(tx, seen.id);
    await log(tx, 'content.takeBackAnnouncement', { id: seen.id, ...written });
    return written;
  });
}

async function clean(ctx: StaffCtx, input: AnnouncementInput): Promise<AnnouncementContent> {
  const { audience, universityId = null, beginAt = ctx.now(), endAt = null } = input;
  if (endAt !== null && endAt <= beginAt) throw invalid('endAt');
  const isKnown = universityId !== null && (await findUniversity(ctx, universityId)) !== undefined;
  if (audience === 'school' ? !isKnown : universityId !== null) throw invalid('universityId');
  return { texts: await cleanAnnouncementTexts(ctx, input.texts), audience, universityId, beginAt, endAt };
}

/** Says why nothing was written: the announcement does not exist, or somebody has changed it since. */
async function refuse(tx: StaffTx, id: number): Promise<never> {
  const { changedBy, changedAt } = await openAnnouncement(tx, id);
  throw new DomainError('stale', undefined, {
    decided: { by: changedBy, what: 'announcement saved', at: changedAt },
  });
}

function log(tx: StaffTx, action: string, { id, ...after }: { id: number } & object): Promise<void> {
  return audit(tx, { action, object: { kind: 'announcement', id }, after });
}

function factsOf({ audience, universityId, beginAt, endAt }: AnnouncementContent): object {
  return { audience, ...(universityId !== null && { universityId }), beginAt, endAt };
}
