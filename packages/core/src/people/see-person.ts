import { bounds, DomainError, isId, type AccountId, type Ctx } from '../kernel/index.js';
import { hasPermission, type StaffCtx } from '../staff/index.js';
import { selectId } from './find-people-store.js';
import { selectPerson, type Person } from './person-store.js';
import { selectTimeline, type TimelineEntry, type TimelinePlace } from './timeline-store.js';

/** Everything that staff see of an account, except messages. Throws `not_found`. */
export async function getPerson(ctx: StaffCtx, id: number): Promise<Person> {
  // A number is its own id.
  const person = isId(id)
    ? await selectPerson(ctx, id as AccountId, { seesChildSafety: seesChildSafety(ctx) })
    : undefined;
  if (!person) throw new DomainError('not_found');
  return person;
}

/** A page of what happened to an account, newest first; `next` is the `before` of the next page. Throws `not_found`. */
export async function listTimeline(
  ctx: StaffCtx,
  { id, before }: { id: number; before?: TimelinePlace | undefined },
): Promise<{ rows: TimelineEntry[]; next: TimelinePlace | undefined }> {
  const accountId = await accessPerson(ctx, id);
  const most = bounds.staff.personRows;
  const found = await selectTimeline(ctx, accountId, {
    before,
    limit: most + 1,
    seesChildSafety: seesChildSafety(ctx),
  });
  const rows = found.slice(0, most);
  return { rows, next: found.length > most ? rows.at(-1) : undefined };
}

/** The id of an account of the tenant. Throws `not_found`. */
export async function accessPerson(ctx: Ctx, id: number): Promise<AccountId> {
  const found = isId(id) ? await selectId(ctx, id) : undefined;
  if (found === undefined) throw new DomainError('not_found');
  return found;
}

/** Without the permission, nobody learns that a case of child safety exists. */
function seesChildSafety({ staff }: StaffCtx): boolean {
  return hasPermission(staff, 'child_safety');
}
