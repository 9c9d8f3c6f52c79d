import { mailKey } from '../accounts/index.js';
import { bounds, fold, isId, type Ctx } from '../kernel/index.js';
import {
  selectByDevice,
  selectByEmail,
  selectById,
  selectByName,
  selectByPhone,
  type FoundPerson,
} from './find-people-store.js';

/** What people are found by: `name` is the beginning of a user name or nickname, everything else the whole. */
export type PersonKey = 'id' | 'name' | 'phone' | 'email' | 'device';

/** The accounts of the tenant that a text finds, and whether there are more. */
export async function findPeople(
  ctx: Ctx,
  { by, text }: { by: PersonKey; text: string },
): Promise<{ rows: FoundPerson[]; isCut: boolean }> {
  const most = bounds.staff.people;
  const found = await select(ctx, by, text.trim(), most + 1);
  return { rows: found.slice(0, most), isCut: found.length > most };
}

async function select(ctx: Ctx, by: PersonKey, text: string, limit: number): Promise<FoundPerson[]> {
  switch (by) {
    case 'id':
      return isId(Number(text)) ? selectById(ctx, Number(text)) : [];
    case 'name': {
      const folded = fold(text);
      return folded === '' ? [] : selectByName(ctx, folded, limit);
    }
    case 'phone':
      return selectByPhone(ctx, text, limit);
    case 'email':
      return selectByEmail(ctx, mailKey(text));
    case 'device':
      return selectByDevice(ctx, text, limit);
  }
}
