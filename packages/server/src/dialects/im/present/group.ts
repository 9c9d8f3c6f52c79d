import type { imShapes } from '@kith/contract';
import { indexLetterOf, type Profile } from '@kith/core/accounts';
import { groupByLetter, type Presence } from '@kith/core/contacts';
import { isAnonymous, isMuted, peerOf, type Membership } from '@kith/core/conversations';
import {
  memberName,
  type Group,
  type GroupMember,
  type GroupRequest,
  type GroupSwitch,
  type listCandidates,
  type TargetRole,
} from '@kith/core/groups';
import { rowId, type AccountId } from '@kith/core/kernel';
import { photoPath } from './account.js';
import { groupPhotoPath } from './conversation.js';
import { presentByLetter } from './letters.js';
import { roleNumber } from './message.js';

/** A request to join a group, with the applicant. */
export function presentGroupRequest(
  request: Pick<GroupRequest, 'id' | 'listId' | 'groupName' | 'accountId' | 'status'>,
  person: Pick<Profile, 'id' | 'nickname' | 'sex' | 'avatarName'> | undefined,
): imShapes.GroupRequest {
  const isAccepted = request.status === 'accepted';
  return {
    id: request.id,
    user_id: request.accountId,
    list_id: request.listId,
    photo: person ? photoPath(person) : '',
    nickname: person?.nickname ?? '',
    content: `申请加入群聊“${request.groupName}”`,
    status: isAccepted ? 1 : 0,
    text: isAccepted ? '已同意' : '等待验证',
  };
}

/** Members grouped by initial, for a picker. */
export function presentRoleLetters(
  members: readonly GroupMember[],
  markOf = ({ role }: GroupMember): number => roleNumber(role),
): imShapes.RoleLetterGroup[] {
  return groupByLetter(members.map(withLetter)).map(({ letter, rows }) => ({
    letter,
    data: rows.map(({ member }) => ({
      user_id: member.accountId,
      name: memberName(member),
      photo: photoPath(member.profile),
      is_admin: markOf(member),
    })),
  }));
}

/**
 * Members grouped by initial, for mentioning them. Clients write the name into the text, where every member reads it
 * and the mentioned person's client searches for it. Therefore the name is the nickname, never a remark.
 */
export function presentMentionLetters(members: readonly GroupMember[]) {
  const rows = members.map((member) => ({ letter: indexLetterOf(member.profile.nickname), member }));
  return presentByLetter(rows, ({ member }) => ({
    user_id: member.accountId,
    name: member.profile.nickname,
    photo: photoPath(member.profile),
    list_id: '',
  }));
}

function withLetter(member: GroupMember): { letter: string; member: GroupMember } {
  return { letter: indexLetterOf(memberName(member)), member };
}

/** Members in short form. */
export function presentMembers(members: readonly GroupMember[]) {
  return members.map((member) => ({
    user_id: member.accountId,
    photo: photoPath(member.profile),
    nickname: memberName(member),
  }));
}

/** The number of admins in `getGroupAdmin` and `setGroupAdmin`. */
export const ADMINS = 1;
const targetRoles: Readonly<Record<number, TargetRole>> = { [ADMINS]: 'admin', 2: 'muted' };

/** The role of a wire number. */
export function targetRoleOf(type: number): TargetRole {
  return targetRoles[type] ?? 'owner';
}

/** The candidates for a role in a group, and its current holders. */
export function presentCandidates({ candidates, holders }: Awaited<ReturnType<typeof listCandidates>>) {
  const holding = new Set(holders);
  return {
    // Clients tick the rows with a 1, in every such list.
    list: presentRoleLetters(candidates, ({ accountId }) => bit(holding.has(accountId))),
    user_ids: holders.map(String),
  };
}

/** A switch of a group, as sent by a client. */
export function switched(which: GroupSwitch, params: { list_id: string; value: 0 | 1 }) {
  return { listId: params.list_id, which, isOn: params.value === 1 };
}

/** A conversation with its participants; `group` also exists for a single conversation, with empty members. */
export function presentDetails(
  viewer: AccountId,
  {
    membership,
    members,
    group,
  }: { membership: Membership; members: readonly GroupMember[]; group: Group['group'] | undefined },
  presence: ReadonlyMap<AccountId, Presence>,
) {
  return {
    type: bit(membership.conversation.kind === 'group'),
    user_id: peerOf(membership, viewer) ?? 0,
    member: members.map((member) => ({
      user_id: member.accountId,
      photo: photoPath(member.profile),
      show_name: memberName(member),
      is_admin: roleNumber(member.role),
      is_online: bit(presence.get(member.accountId)?.isConnected ?? false),
    })),
    group: {
      id: group ? rowId(membership.conversation.id) : '',
      name: membership.name,
      main_id: members.find(({ role }) => role === 'owner')?.accountId ?? 0,
      is_photo: group ? groupPhotoPath(membership.conversation) : '',
      is_msg: bit(membership.isMutedAll),
      edit_photo: bit(group?.isEditable),
      can_get_bigred: bit(group?.allowsRedPackets),
      can_shangmai: bit(group?.allowsMicrophone),
      // All switches are returned as they were set; on means forbidden.
      can_add_friend: bit(membership.forbidsBefriending),
      can_niming: bit(membership.allowsAnonymous),
      need_check: bit(group?.needsApproval),
      sort: group?.sort ?? 0,
      code: group?.code ?? '',
    },
    is_action: actionNumber(membership),
    top: bit(membership.pinnedAt !== null),
    is_disturb: bit(membership.isSilent),
    my_nickname: membership.nickname,
    ip: '' as const,
  };
}

/** The caller's role in a group as a number; 1 in a single conversation. */
export function actionNumber({ conversation, role }: Membership): number {
  return conversation.kind === 'group' ? roleNumber(role) : 1;
}

/** What the caller may do in a group now. The red-packet game is switched off. */
export function presentState({ membership, group }: Group, notice: string, now: number) {
  return {
    is_msg: bit(isMuted(membership, now)),
    is_action: roleNumber(membership.role),
    is_niming: bit(isAnonymous(membership)),
    miaoqiang: 0,
    vendor_status: 0,
    notice,
    is_main: bit(membership.role === 'owner'),
    qiang_time: 0,
    voice_room_state: 0,
    can_shangmai: bit(group.allowsMicrophone),
  };
}

function bit(is: boolean | undefined): 0 | 1 {
  return is ? 1 : 0;
}
