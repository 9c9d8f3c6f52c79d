import type { admin, Result } from '@kith/contract';
import type { GroupPlace, OverseenGroup, OverseenMember } from '@kith/core/groups';
import { withoutNulls } from './nulls.js';

/** A group in the wire format. */
export function presentGroup<G extends OverseenGroup>(group: G) {
  const { id: _, listId, ...rest } = group;
  return { id: listId, ...withoutNulls(rest) };
}

/** A member of a group without what is absent. */
export function presentMember({
  rowId: _,
  ...member
}: OverseenMember): Result<typeof admin.groups.members>['rows'][number] {
  return withoutNulls(member);
}

/** A place in a list of groups as a text. */
export function presentGroupPlace({ value, id }: GroupPlace): string {
  return `${value}-${id}`;
}

/** The place of a text that has the form of one. */
export function readGroupPlace(text: string | undefined): GroupPlace | undefined {
  if (text === undefined) return undefined;
  const [value, id] = text.split('-');
  return { value: Number(value), id: Number(id) };
}
