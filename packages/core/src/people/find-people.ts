import { mailKey } from '../accounts/index.js';
import { bounds, fold, isId } from '../kernel/index.js';
import { hasPermission, type StaffCtx } from '../staff/index.js';
import {
  selectFound,
  selectNewest,
  type FoundPerson,
  type PeoplePlace,
  type Wanted,
} from './find-people-store.js';

/** What people are found by: `name` is the beginning of a user name or nickname, everything else the whole. */
export type PersonKey = 'id' | 'name' | 'phone' | 'email' | 'device';

/**
 * The accounts of the tenant that a text finds by one of these, or by any: whole ids, numbers and addresses first. Also
 * whether there are more.
 */
export async function findPeople(
  ctx: StaffCtx,
  { by, text }: { by?: PersonKey | undefined; text: string },
): Promise<{ rows: FoundPerson[]; isCut: boolean }> {
  const most = bounds.staff.people;
  const found = await selectFound(ctx, wantedOf(text.trim(), by), {
    limit: most + 1,
    seesChildSafety: hasPermission(ctx.staff, 'child_safety'),
  });
  return { rows: found.slice(0, most), isCut: found.length > most };
}

/** A page of the members of the tenant, the newest first: all, or those who are online. */
export async function listPeople(
  ctx: StaffCtx,
  { of, after }: { of: 'newest' | 'online'; after?: PeoplePlace | undefined },
): Promise<{ rows: FoundPerson[]; next: PeoplePlace | undefined }> {
  const most = bounds.staff.people;
  const among = of === 'online' ? [...ctx.ports.presence.online()] : undefined;
  const found = await selectNewest(
    ctx,
    { after, among },
    { limit: most + 1, seesChildSafety: hasPermission(ctx.staff, 'child_safety') },
  );
  const rows = found.slice(0, most);
  const last = rows.at(-1);
  return { rows, next: last && found.length > most ? { createdAt: last.createdAt, id: last.id } : undefined };
}

function wantedOf(text: string, by: PersonKey | undefined): Wanted {
  const beginning = fold(text);
  const each: Readonly<Record<PersonKey, Wanted>> = {
    id: isId(Number(text)) ? { id: Number(text) } : {},
    name: beginning === '' ? {} : { beginning },
    phone: { phone: text },
    email: { emailKey: mailKey(text) },
    device: { device: text },
  };
  if (by !== undefined) return each[by];
  return { ...each.id, ...each.name, ...each.phone, ...each.email, ...each.device };
}
