import type { imShapes } from '@kith/contract';
import type { NamedPerson } from '@kith/core/contacts';
import {
  isFromStranger,
  peerOf,
  type ConversationHead,
  type ConversationRow,
  type ListedMembership,
} from '@kith/core/conversations';
import { rowId, type AccountId } from '@kith/core/kernel';
import { photoPath, seconds } from './account.js';
import { presentLabel } from './message.js';

/** The displayed name and picture of a conversation. */
export interface Face {
  readonly name: string;
  readonly photo: string;
}

/** A conversation that an agent serves, with absolute URLs. */
export function presentServiceRow(
  row: ConversationRow,
  viewer: AccountId,
  people: ReadonlyMap<number, NamedPerson>,
  origin: string,
): imShapes.ServiceRow {
  const shown = presentChatRow(row, viewer, people);
  return {
    list_id: shown.list_id,
    show_name: shown.show_name,
    last_msg: shown.last_msg,
    no_reader_num: shown.no_reader_num,
    photo_path: `${origin}/static/photo/${shown.photo_path}`,
    time: shown.time,
  };
}

/** The path of a group's photo below `/static/photo/`; it stays the same when the file changes. */
export function groupPhotoPath({ listId }: Pick<ConversationHead, 'listId'>): string {
  return `group_photo/${listId}/90.jpg`;
}

/** The displayed name and picture of a conversation, with the other participant of a single one. */
export function presentFace(
  membership: ListedMembership,
  viewer: AccountId,
  people: ReadonlyMap<number, NamedPerson>,
): Face & { peer: NamedPerson | undefined } {
  const id = peerOf(membership, viewer);
  const peer = id === undefined ? undefined : people.get(id);
  if (peer) return { name: peer.remark || peer.nickname, photo: photoPath(peer), peer };
  if (membership.conversation.kind === 'support') return { ...NOBODY_SERVES, peer };
  return { name: membership.name, photo: groupPhotoPath(membership.conversation), peer };
}

/** Customer service before an agent is assigned. */
const NOBODY_SERVES: Face = { name: '客服', photo: 'default_photo_path.png' };

/** A row of the conversation list. */
export function presentChatRow(
  row: ConversationRow,
  viewer: AccountId,
  people: ReadonlyMap<number, NamedPerson>,
): imShapes.ChatRow {
  const face = presentFace(row, viewer, people);
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
    from_stranger: isFromStranger(row, viewer) ? 1 : 0,
  };
}
