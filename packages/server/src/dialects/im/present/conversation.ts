import type { imShapes } from '@kith/contract';
import { loadProfiles, type Profile } from '@kith/core/accounts';
import { loadRemarks } from '@kith/core/contacts';
import {
  peerOf,
  type ConversationRow,
  type Membership,
  type ConversationHead,
} from '@kith/core/conversations';
import { rowId, type AccountId, type MemberCtx } from '@kith/core/kernel';
import { photoPath, seconds } from './account.js';
import { peopleIn, presentLabel } from './message.js';

/** The displayed name and picture of a conversation. */
export interface Face {
  readonly name: string;
  readonly photo: string;
}

/** Rows of the conversation list, with all people in them loaded in bulk. */
export async function presentChatRows(
  ctx: MemberCtx,
  rows: readonly ConversationRow[],
): Promise<imShapes.ChatRow[]> {
  const peers = rows.flatMap((row) => peerOf(row, ctx.actor) ?? []);
  const people = rows.flatMap((row) => (row.last ? peopleIn(row.last) : [])) as AccountId[];
  const [profiles, remarks] = await Promise.all([
    loadProfiles(ctx, [...peers, ...people]),
    loadRemarks(ctx, peers),
  ]);
  return rows.map((row) => presentChatRow(row, faceOf(row, ctx.actor, profiles, remarks), profiles));
}

/** The conversations that an agent serves, with absolute URLs. */
export async function presentServiceRows(
  ctx: MemberCtx,
  rows: readonly ConversationRow[],
  origin: string,
): Promise<imShapes.ServiceRow[]> {
  return (await presentChatRows(ctx, rows)).map((row) => ({
    list_id: row.list_id,
    show_name: row.show_name,
    last_msg: row.last_msg,
    no_reader_num: row.no_reader_num,
    photo_path: `${origin}/static/photo/${row.photo_path}`,
    time: row.time,
  }));
}

/** The face of one conversation. */
export async function loadFace(
  ctx: MemberCtx,
  membership: Membership,
): Promise<Face & { peer: Profile | undefined }> {
  const peer = peerOf(membership, ctx.actor);
  const peers = peer === undefined ? [] : [peer];
  const [profiles, remarks] = await Promise.all([loadProfiles(ctx, peers), loadRemarks(ctx, peers)]);
  return {
    ...faceOf(membership, ctx.actor, profiles, remarks),
    peer: peer === undefined ? undefined : profiles.get(peer),
  };
}

/** The path of a group's photo below `/static/photo/`; it stays the same when the file changes. */
export function groupPhotoPath({ listId }: Pick<ConversationHead, 'listId'>): string {
  return `group_photo/${listId}/90.jpg`;
}

function faceOf(
  membership: Membership,
  actor: AccountId,
  profiles: ReadonlyMap<number, Profile>,
  remarks: ReadonlyMap<number, string>,
): Face {
  const peer = peerOf(membership, actor);
  const profile = peer === undefined ? undefined : profiles.get(peer);
  if (membership.conversation.kind === 'support' && !profile) return NOBODY_SERVES;
  if (peer === undefined || !profile)
    return { name: membership.name, photo: groupPhotoPath(membership.conversation) };
  return { name: remarks.get(peer) || profile.nickname, photo: photoPath(profile) };
}

/** Customer service before an agent is assigned. */
const NOBODY_SERVES: Face = { name: '客服', photo: 'default_photo_path.png' };

function presentChatRow(
  row: ConversationRow,
  face: Face,
  people: ReadonlyMap<number, Profile>,
): imShapes.ChatRow {
  const time = seconds(row.last?.sentAt ?? row.lastSentAt);
  return {
    list_id: row.conversation.listId,
    chat_id: rowId(row.memberRowId),
    show_name: face.name,
    photo_path: face.photo,
    last_msg: row.last ? presentLabel(row.last, people) : '',
    last_chat_time: time,
    time,
    no_reader_num: row.unread,
    top: row.pinnedAt === null ? 0 : 1,
    top_time: row.pinnedAt === null ? 0 : seconds(row.pinnedAt),
    type: row.conversation.kind === 'group' ? 1 : 0,
    is_disturb: row.isSilent ? 1 : 0,
    id: row.conversation.id,
    name: face.name,
    url: '',
    logo: face.photo,
    status: 1,
    createtime: time,
  };
}
