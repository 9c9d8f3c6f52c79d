import {
  pageOf,
  type AccountId,
  type ConversationId,
  type Ctx,
  type MemberCtx,
  type Page,
} from '../kernel/index.js';
import type { ConversationHead, Entry } from './event-types.js';
import { accessConversation } from './access.js';
import { advanceRead } from './read.js';
import { selectEntries, selectHistory, type EntryRange } from './entries-store.js';
import { selectPageOfConversations, type PageOfConversations } from './pages-store.js';
import { selectConversationRows, type ConversationRow } from './list-store.js';
import { findSingleHead, selectMemberIds, selectMembershipById } from './store.js';
import type { Membership } from './types.js';

/** A row of a page of conversations. */
export interface PagedRow extends ConversationRow {
  /** Shown before other rows: pinned by the caller, or a super wave from a stranger. */
  readonly isTop: boolean;
}

/** The caller's conversations, or all groups, also those removed from the list: pinned ones first, then by the newest entry. */
export function listConversations(
  ctx: MemberCtx,
  filter: { kind?: 'group' | undefined; among?: readonly ConversationId[] | undefined } = {},
): Promise<ConversationRow[]> {
  return selectConversationRows(ctx, { kind: filter.kind, having: filter.among?.map(String) });
}

/**
 * A page of a conversation's history, oldest first; fewer than 15 entries mean that there are no older ones. `before`
 * is in seconds, 0 for the newest page. `isOpening` marks everything as read.
 */
export async function getHistory(
  ctx: MemberCtx,
  input: { listId: string; before: number; isOpening: boolean },
): Promise<{ membership: Membership; entries: Entry[] }> {
  const membership = await accessConversation(ctx, input.listId);
  const entries = await selectHistory(ctx, membership, input.before * 1000);
  if (input.isOpening) await advanceRead(ctx, membership);
  return { membership, entries };
}

/**
 * Entries of a conversation's stream: after a position, or the last ones before it. `floor` is the position up to
 * which the caller sees nothing.
 */
export async function listEntries(
  ctx: MemberCtx,
  membership: Membership,
  range: EntryRange,
): Promise<{ entries: Entry[]; hasMore: boolean; floor: number }> {
  return { ...(await selectEntries(ctx, membership, range)), floor: membership.clearedSeq };
}

/** Visible messages of a conversation: after a position, or the last ones before it; oldest first. */
export function listMessages(
  ctx: MemberCtx,
  membership: Membership,
  range: EntryRange,
): Promise<{ entries: Entry[]; hasMore: boolean }> {
  return selectEntries(ctx, membership, range, 'messages');
}

/** A page of the caller's conversations by last activity, pinned ones first. */
export async function pageConversations(
  ctx: MemberCtx,
  input: PageOfConversations,
): Promise<Page<PagedRow> & { hasMore: boolean }> {
  const { perPage } = input;
  const { picked, total } = await selectPageOfConversations(ctx, input);
  const shown = picked.slice(0, perPage);
  const found = await selectConversationRows(ctx, { having: shown.map(({ id }) => id) });
  const byId = new Map(found.map((row) => [String(row.conversation.id), row]));
  const rows = shown.flatMap(({ id, isTop }) => {
    const row = byId.get(id);
    return row ? [{ ...row, isTop }] : [];
  });
  const page = 'page' in input ? input.page : 1;
  return { ...pageOf(rows, total, page, perPage), hasMore: picked.length > perPage };
}

/**
 * The current members of a conversation, with the version of the membership; with `seq`, only members who may read
 * that entry.
 */
export function loadMemberIds(
  db: Ctx['db'],
  conversation: Pick<ConversationHead, 'tenantId' | 'id'>,
  seq?: number,
): Promise<{ version: number; ids: AccountId[] }> {
  return selectMemberIds(db, conversation, seq);
}

/** The caller's membership of a conversation by its internal id, hidden or not; undefined without one. */
export function findMembership(ctx: MemberCtx, id: ConversationId): Promise<Membership | undefined> {
  return selectMembershipById(ctx, id);
}

/** The caller's single conversation with an account; undefined without one. */
export async function findSingle(ctx: MemberCtx, otherId: AccountId): Promise<Membership | undefined> {
  const conversation = await findSingleHead(ctx, otherId);
  return conversation && selectMembershipById(ctx, conversation.id);
}
