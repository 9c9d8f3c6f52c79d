import { requireMayWrite } from '../accounts/index.js';
import { changeGroupConversation, mayDo } from '../conversations/index.js';
import { cleanName, DomainError, limitActor, transact, type MemberCtx } from '../kernel/index.js';
import { lockAccess, type GroupAccess } from './access.js';
import { updateGroup } from './store.js';

/** The switches that managers control. */
export type GroupSwitch =
  | 'is_muted_all'
  | 'allows_anonymous'
  | 'forbids_befriending'
  | 'needs_approval'
  | 'is_editable'
  | 'allows_red_packets'
  | 'allows_microphone';

/** The switches that affect messages and friendships; members are informed of two of them. */
const speech: ReadonlySet<GroupSwitch> = new Set(['is_muted_all', 'allows_anonymous', 'forbids_befriending']);
const told: Partial<Record<GroupSwitch, 'muted_all' | 'anonymous_allowed'>> = {
  is_muted_all: 'muted_all',
  allows_anonymous: 'anonymous_allowed',
};

/** Sets a switch of a group; no change has no effect. Throws `not_found` or `forbidden`. */
export async function setGroupSwitch(
  ctx: MemberCtx,
  input: { listId: string; which: GroupSwitch; isOn: boolean },
): Promise<void> {
  await limitActor(ctx, 'group_change');
  const { which, isOn } = input;
  await transact(ctx, async (tx) => {
    const access = await lockAccess(tx, input.listId, 'change_settings');
    if (isSwitchOn(access, which) === isOn) return;
    const { conversation } = access.locked;
    const event = told[which];
    if (speech.has(which))
      await changeGroupConversation(tx, conversation, { [which]: isOn }, event && { event, on: isOn });
    else await updateGroup(tx, conversation, { [which]: isOn });
  });
}

/** The current value of a switch. */
function isSwitchOn({ membership, group }: GroupAccess, which: GroupSwitch): boolean {
  return {
    is_muted_all: membership.isMutedAll,
    allows_anonymous: membership.allowsAnonymous,
    forbids_befriending: membership.forbidsBefriending,
    needs_approval: group.needsApproval,
    is_editable: group.isEditable,
    allows_red_packets: group.allowsRedPackets,
    allows_microphone: group.allowsMicrophone,
  }[which];
}

/**
 * Requires permission to change the name and photo of a group, which members have if the group allows it. Throws
 * `forbidden`.
 */
export function requireEditor({ membership, group }: GroupAccess): void {
  if (!group.isEditable && !mayDo(membership.role, 'change_settings')) throw new DomainError('forbidden');
}

/** Renames a group. Throws `not_found`, `forbidden`, `bucketed` or `invalid`. */
export async function renameGroup(ctx: MemberCtx, input: { listId: string; name: string }): Promise<string> {
  await limitActor(ctx, 'group_change');
  const name = cleanName('content', input.name);
  await requireMayWrite(ctx);
  await transact(ctx, async (tx) => {
    const access = await lockAccess(tx, input.listId);
    requireEditor(access);
    if (access.locked.name === name) return;
    await changeGroupConversation(tx, access.locked.conversation, { name }, { event: 'renamed', name });
  });
  return name;
}

/** Sets the number by which clients sort groups. Throws `not_found` or `forbidden`. */
export async function setGroupSort(ctx: MemberCtx, input: { listId: string; sort: number }): Promise<void> {
  await limitActor(ctx, 'group_change');
  await transact(ctx, async (tx) => {
    const { locked } = await lockAccess(tx, input.listId, 'change_settings');
    await updateGroup(tx, locked.conversation, { sort: input.sort });
  });
}
