declare const brand: unique symbol;
type Branded<T, B extends string> = T & { readonly [brand]: B };

/** A tenant: `_agent_id` in the Chat API. */
export type TenantId = Branded<number, 'TenantId'>;
/** An account, unique across all tenants. */
export type AccountId = Branded<number, 'AccountId'>;
/** A member of staff, unique across all tenants. */
export type StaffId = Branded<number, 'StaffId'>;
/** A conversation's internal id; the wire uses `listId`. */
export type ConversationId = Branded<number, 'ConversationId'>;

/** A moment: a post for friends. */
export type MomentId = Branded<number, 'MomentId'>;

/** The largest id of an account, a tenant or a content row, and the last position of a stream: integers of the database. */
export const MAX_ID = 0x7fffffff;

/** Whether a number may be such an id. */
export function isId(id: number): boolean {
  return Number.isInteger(id) && id > 0 && id <= MAX_ID;
}

const MESSAGE_ID = /^[0-9a-f]{24}$/i;
const LIST_ID = /^[0-9a-f]{32}$/i;

/**
 * The public id of an entry: 16 hexadecimal digits for the conversation, 8 for its position. Being derived, it locates
 * the row without a second index.
 */
export function messageId(conversationId: ConversationId, seq: number): string {
  return conversationId.toString(16).padStart(16, '0') + seq.toString(16).padStart(8, '0');
}

/** The parts of a public entry id, or undefined if the text is not one. */
export function parseMessageId(id: string): { conversationId: ConversationId; seq: number } | undefined {
  if (!MESSAGE_ID.test(id)) return undefined;
  const conversationId = Number.parseInt(id.slice(0, 16), 16);
  const seq = Number.parseInt(id.slice(16), 16);
  if (!Number.isSafeInteger(conversationId) || seq > MAX_ID) return undefined;
  return { conversationId: conversationId as ConversationId, seq };
}

/** A row id as 24 hexadecimal digits, the form that clients use for membership and log rows. */
export function rowId(id: number): string {
  return id.toString(16).padStart(24, '0');
}

/** The number of a row id, or undefined if the text is not a possible row id. */
export function parseRowId(text: string): number | undefined {
  const id = MESSAGE_ID.test(text) ? Number.parseInt(text, 16) : 0;
  return Number.isSafeInteger(id) && id > 0 ? id : undefined;
}

/** The list id in the database's form (a UUID), or undefined if the text is not a list id. */
export function parseListId(text: string): string | undefined {
  if (!LIST_ID.test(text)) return undefined;
  const hex = text.toLowerCase();
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Whether a text is a UUID in lower case. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text);
}

/** A UUID in the wire form of 32 hexadecimal digits. */
export function listIdText(uuid: string): string {
  return uuid.replaceAll('-', '');
}
