import { CONTENT, isFromStranger, isToBurn, type ConversationRow } from '../conversations/index.js';
import { bounds, cutCharacters, type AccountId } from '../kernel/index.js';
import type { PushNote } from '../ports/index.js';

/** Whether a text is a point of P-256, uncompressed, in base64url. */
export function isKey(text: string): boolean {
  return /^B[\w-]{86}=?$/.test(text);
}

/** Whether a text is a secret of 16 bytes in base64url. */
export function isSecret(text: string): boolean {
  return /^[\w-]{22}(?:==)?$/.test(text);
}

/** A row with a message that its member may be told of. */
export type ToldRow = ConversationRow & { readonly last: NonNullable<ConversationRow['last']> };

/** Whether a member is to be told of the newest entry: an unread message of somebody else. */
export function isToTell(row: ConversationRow, actor: AccountId): row is ToldRow {
  const { last } = row;
  return row.unread > 0 && last?.kind === 'message' && last.gone === null && last.senderId !== actor;
}

/** Whether names and text may leave: of no stranger, nothing withheld, anonymous or burning. */
export function isOpen(row: ToldRow, actor: AccountId): boolean {
  const { last } = row;
  return !isFromStranger(row, actor) && !last.isWithheld && last.alias === null && !isToBurn(last);
}

/** What a browser is told of a row; `showsText` is the member's setting. */
export function noteOf(
  row: ToldRow,
  { actor, showsText, senderName }: { actor: AccountId; showsText: boolean; senderName: string },
): PushNote {
  const { conversation, last, unread, peer, name } = row;
  const note = { kind: 'message', listId: conversation.listId, seq: last.seq, unread } as const;
  if (!showsText || !isOpen(row, actor))
    return { ...note, title: '', sender: '', text: '', contentType: null };
  const cutName = (text: string) => cutCharacters(text, bounds.push.nameCharacters);
  return {
    ...note,
    title: cutName(peer ? peer.remark || peer.nickname : name),
    sender: cutName(senderName),
    text: last.type === CONTENT.text ? cutCharacters(textOf(last.content), bounds.push.textCharacters) : '',
    contentType: last.type,
  };
}

function textOf(content: string): string {
  const { text } = JSON.parse(content) as { text?: unknown };
  return typeof text === 'string' ? text : '';
}
