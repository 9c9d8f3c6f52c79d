import { requireMayWrite, loadProfiles } from '../accounts/index.js';
import { startGroup, type ConversationHead } from '../conversations/index.js';
import {
  bounds,
  cleanName,
  cutLine,
  DomainError,
  invalid,
  isBlank,
  limitActor,
  transact,
  type AccountId,
  type MemberCtx,
} from '../kernel/index.js';
import { requireOpenGroups } from './access.js';
import { requireEligible } from './admit.js';
import { accessFriends } from './friends.js';
import { drawMosaic } from './photo.js';
import { insertGroup } from './store.js';

/** The number of members in the default name of a group. */
const NAMED = 3;

/**
 * Creates a group of the caller, who owns it, and friends. Its default name lists the first members. Throws
 * `forbidden`, `bucketed`, `not_found` (also if two of them may not meet), `not_friends`, `full` or `invalid`.
 */
export async function createGroup(
  ctx: MemberCtx,
  input: { memberIds: readonly number[]; name?: string | undefined },
): Promise<ConversationHead> {
  await limitActor(ctx, 'group');
  await limitActor(ctx, 'invitation', input.memberIds.length);
  requireOpenGroups(ctx);
  await requireMayWrite(ctx);
  const friends = await accessFriends(
    ctx,
    input.memberIds.filter((id) => id !== ctx.actor),
  );
  if (friends.length === 0) throw invalid('accountIds');
  const limit = ctx.tenant.settings.groupMaxMembers;
  if (friends.length >= limit) throw new DomainError('full', undefined, { limit });
  const own = (await loadProfiles(ctx, [ctx.actor])).get(ctx.actor);
  const names = [own, ...friends].slice(0, NAMED).flatMap((person) => person?.nickname ?? []);
  const given =
    input.name && !isBlank(input.name)
      ? input.name
      : cutLine(ctx.ports.wording.groupName(names), bounds.text.nameCharacters);
  const name = cleanName('name', given);
  const memberIds = friends.map(({ id }): AccountId => id);
  const conversation = await transact(ctx, async (tx) => {
    await requireEligible(tx, { newcomers: memberIds, memberIds });
    const made = await startGroup(tx, { name, ownerId: ctx.actor, memberIds, limit });
    await insertGroup(tx, made);
    return made;
  });
  await drawMosaic(ctx, conversation);
  return conversation;
}
