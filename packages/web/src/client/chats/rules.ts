import type { realtime } from '@kith/contract';

/** A conversation in the list. */
export type Chat = realtime.ListedConversation;

/** The parts of the list. */
export type BoxName = NonNullable<realtime.List['box']>;

/** The part in which a conversation is; undefined for that of a stranger, which has a place of its own. */
export function boxOf({ archived, stranger }: Chat): BoxName | undefined {
  if (archived) return 'archive';
  return stranger ? undefined : 'main';
}

/** A place in the list. */
export type Place = Pick<Chat, 'pinned' | 'time'>;

/** Pinned ones first, then the latest. */
export function inOrder(a: Place, b: Place): number {
  return Number(b.pinned) - Number(a.pinned) || b.time - a.time;
}

/** The unread messages for the badge: those of conversations that may call for attention. */
export function attended(chat: Chat | null | undefined): number {
  return chat && !chat.silent && boxOf(chat) === 'main' ? chat.unread : 0;
}

interface Reader {
  readonly ownId: number;
  /** The name of who wrote in a group; undefined if it is not known. */
  readonly nameOf: (userId: number) => string | undefined;
}

/** The row after a live entry; undefined if only the server knows it. */
export function withEntry(chat: Chat, entry: realtime.Entry, reader: Reader): Chat | undefined {
  if (entry.seq <= chat.seq) return chat;
  if (entry.seq > chat.seq + 1) return undefined;
  const moved = { ...chat, seq: entry.seq, time: entry.time };
  switch (entry.kind) {
    case 'message':
      return withMessage(moved, entry, reader);
    case 'system':
    case 'member':
      return withLine(moved, entry, reader);
    case 'recall':
      return withRecall(moved, entry.content as realtime.RecallContent); // declared so in the contract
    case 'edit': {
      const { target, content } = entry.content as realtime.EditContent; // declared so in the contract
      return chat.last?.seq === target ? { ...moved, last: { ...chat.last, text: textOf(content) } } : moved;
    }
    default:
      return moved;
  }
}

/** The row after everything up to a seq was read; undefined if only the server knows how many are left. */
export function withRead(chat: Chat, seq: number): Chat | undefined {
  if (seq >= chat.seq) return { ...chat, read: chat.seq, unread: 0, mentions: 0 };
  return chat.unread === 0 || seq <= chat.read ? chat : undefined;
}

function withMessage(chat: Chat, entry: realtime.Entry, { ownId, nameOf }: Reader): Chat | undefined {
  const isOwn = entry.from === ownId;
  const name = chat.kind === 'group' && entry.alias === undefined && !isOwn ? nameOf(entry.from) : '';
  if (name === undefined) return undefined;
  const isMentioned = !isOwn && (entry.mentions === 'all' || entry.mentions?.includes(ownId) === true);
  const isTextShown = entry.type === 0 && !entry.withheld && entry.content['yhjf'] !== true;
  const last = { ...previewOf(entry, name), text: isTextShown ? textOf(entry.content) : '' };
  if (isOwn && chat.kind !== 'group') return { ...chat, last, read: entry.seq, unread: 0, mentions: 0 };
  if (isOwn) return { ...chat, last };
  return { ...chat, last, unread: chat.unread + 1, mentions: chat.mentions + Number(isMentioned) };
}

function withLine(chat: Chat, entry: realtime.Entry, { nameOf }: Reader): Chat | undefined {
  const name = chat.kind === 'group' ? nameOf(entry.from) : '';
  if (name === undefined) return undefined;
  // The contract declares these members of lines.
  const {
    event,
    on,
    count,
    users,
    name: newName,
  } = entry.content as {
    event?: string;
    on?: boolean;
    count?: number;
    users?: readonly number[];
    name?: string;
  };
  return {
    ...chat,
    ...(event === 'renamed' && newName !== undefined && { name: newName }),
    last: {
      ...previewOf(entry, name),
      ...(event !== undefined && { event }),
      ...(on !== undefined && { on }),
      ...(count !== undefined && { count }),
      ...(users !== undefined && { users: users.slice(0, 3) }),
    },
  };
}

/** What was unread is not any more; and what burns leaves no trace. */
function withRecall(chat: Chat, { target, reason }: realtime.RecallContent): Chat | undefined {
  if (target > chat.read || (target === chat.last?.seq && reason !== 'recall')) return undefined;
  if (target !== chat.last?.seq) return chat;
  return { ...chat, last: { ...chat.last, text: '', recalled: true } };
}

function previewOf(entry: realtime.Entry, name: string): realtime.Preview {
  const { seq, id, kind, type, from, alias, time, withheld } = entry;
  return {
    seq,
    id,
    kind,
    type,
    from,
    time,
    text: '',
    ...(alias !== undefined && { alias }),
    ...(withheld && { withheld }),
    ...(name !== '' && { name }),
  };
}

const SHOWN_CHARACTERS = 100;

function textOf({ text }: realtime.Content): string {
  return typeof text === 'string' ? [...text].slice(0, SHOWN_CHARACTERS).join('') : '';
}
