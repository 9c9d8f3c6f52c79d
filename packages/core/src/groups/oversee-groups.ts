import { bounds, DomainError, parseListId, type Ctx } from '../kernel/index.js';
import {
  selectGroupDetails,
  selectGroups,
  selectMemberPage,
  valueOf,
  type GroupFilter,
  type GroupPlace,
  type OverseenGroup,
  type OverseenGroupDetails,
  type OverseenMember,
} from './oversight-store.js';

/** A page of the groups of the tenant; `text` is a list id or a part of a name, `next` the `after` of the next page. */
export async function findGroups(
  ctx: Ctx,
  { text, ...filter }: Omit<GroupFilter, 'name' | 'listId'> & { text?: string | undefined },
): Promise<{ rows: OverseenGroup[]; next: GroupPlace | undefined }> {
  const most = bounds.staff.groupRows;
  const listId = text === undefined ? undefined : parseListId(text.trim());
  const sought = listId === undefined ? { name: text?.trim() } : { listId };
  const found = await selectGroups(ctx, { ...filter, ...sought }, most + 1);
  const rows = found.slice(0, most);
  const last = found.length > most ? rows.at(-1) : undefined;
  return { rows, next: last && { value: valueOf(last, filter.order), id: last.id } };
}

/** A group, also a disbanded one, as staff see it: without messages. Throws `not_found`. */
export async function getGroupAsStaff(ctx: Ctx, listId: string): Promise<OverseenGroupDetails> {
  const uuid = parseListId(listId);
  const group = uuid === undefined ? undefined : await selectGroupDetails(ctx, uuid);
  if (!group) throw new DomainError('not_found');
  return group;
}

/** A page of the members of a group; `next` is the `after` of the next page. Throws `not_found`. */
export async function listGroupMembers(
  ctx: Ctx,
  { listId, after }: { listId: string; after?: number | undefined },
): Promise<{ rows: OverseenMember[]; next: number | undefined }> {
  const group = await getGroupAsStaff(ctx, listId);
  const most = bounds.staff.groupRows;
  const found = await selectMemberPage(ctx, group, { after, limit: most + 1 });
  const rows = found.slice(0, most);
  return { rows, next: found.length > most ? rows.at(-1)?.rowId : undefined };
}
