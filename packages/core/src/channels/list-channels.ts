import { loadPresence } from '../contacts/index.js';
import {
  countUnreadMessages,
  isFromStranger,
  pageConversations,
  peerOf,
  type ConversationRow,
  type ListFilter,
} from '../conversations/index.js';
import { loadCards, type ShownPerson } from '../discovery/index.js';
import type { MemberCtx, Page } from '../kernel/index.js';

/** A conversation in the channel list, with the other participant. */
export interface ChannelRow extends ConversationRow {
  /** The other participant; undefined for a group, and for support without an agent. */
  readonly person: ShownPerson | undefined;
  readonly isFromStranger: boolean;
  readonly isTop: boolean;
}

/** A page of channels, with the caller's unread messages. */
export interface ChannelPage extends Page<ChannelRow> {
  readonly hasMore: boolean;
  readonly unread: { readonly ofFriends: number; readonly ofStrangers: number };
}

/** The start of a page: its number, or the position after the last row of another page. */
export type ChannelPlace =
  | { readonly page: number }
  /** In milliseconds; without an id, excludes all rows of that time. */
  | { readonly before: number; readonly beforeId?: number | undefined };

/** A page of the caller's conversations by last activity, pinned ones first. */
export async function listChannels(
  ctx: MemberCtx,
  input: { box: ListFilter; perPage: number } & ChannelPlace,
): Promise<ChannelPage> {
  const [found, unread] = await Promise.all([pageConversations(ctx, input), countUnreadMessages(ctx)]);
  const peers = found.rows.flatMap((row) => peerOf(row, ctx.actor) ?? []);
  const [cards, presence] = await Promise.all([loadCards(ctx, peers), loadPresence(ctx, peers)]);
  const rows = found.rows.map((row): ChannelRow => {
    const peer = peerOf(row, ctx.actor);
    const card = peer === undefined ? undefined : cards.get(peer);
    const person = card && {
      card,
      isOnline: presence.get(card.id)?.isOnline ?? false,
      updatedAt: card.updatedAt,
    };
    return { ...row, person, isFromStranger: isFromStranger(row, ctx.actor) };
  });
  return { ...found, rows, unread };
}
