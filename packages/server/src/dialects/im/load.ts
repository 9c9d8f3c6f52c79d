import { loadProfiles, type Profile } from '@kith/core/accounts';
import { loadNamedPeople, loadRemarks, type NamedPerson } from '@kith/core/contacts';
import {
  loadMarks,
  peerOf,
  type ConversationHead,
  type ConversationRow,
  type Entry,
  type ListedMembership,
} from '@kith/core/conversations';
import type { AccountId, Ctx, MemberCtx } from '@kith/core/kernel';
import type { Moment } from '@kith/core/moments';
import { peopleInMoment, type MomentView } from './present/circle.js';
import type { HistoryPeople } from './present/history.js';
import { peopleIn } from './present/message.js';
import type { KnownPeople } from './present/people.js';

/** The other participants of conversations and the people in their last messages. */
export async function loadChatPeople(
  ctx: MemberCtx,
  rows: readonly (ListedMembership & Partial<Pick<ConversationRow, 'last' | 'peer'>>)[],
): Promise<ReadonlyMap<number, NamedPerson>> {
  const people = new Map<number, NamedPerson>();
  for (const { peer } of rows) if (peer) people.set(peer.id, peer);
  const missing = new Set<number>();
  const need = (id: number) => void (people.has(id) || missing.add(id));
  for (const row of rows) {
    const peer = row.peer?.id ?? peerOf(row, ctx.actor);
    if (peer !== undefined) need(peer);
    if (row.last) peopleIn(row.last).forEach(need);
  }
  for (const [id, person] of await loadNamedPeople(ctx, [...missing] as AccountId[])) people.set(id, person);
  return people;
}

/** The data that moments are presented with: all people in them, and the current time. */
export async function loadMomentView(
  ctx: MemberCtx,
  moments: readonly Moment[],
  owner?: Profile,
): Promise<MomentView> {
  const people = await loadPeople(ctx, [...moments.flatMap(peopleInMoment), ...(owner ? [owner.id] : [])]);
  return { ...people, tenant: ctx.tenant, now: ctx.now() };
}

/** All people in messages of a conversation, and the marks of the senders. */
export async function loadHistoryPeople(
  ctx: Ctx,
  conversation: ConversationHead,
  entries: readonly Entry[],
): Promise<HistoryPeople> {
  const senders = entries.map((entry) => entry.senderId) as AccountId[];
  const [profiles, marks] = await Promise.all([
    loadProfiles(ctx, entries.flatMap(peopleIn) as AccountId[]),
    loadMarks(ctx, conversation, senders),
  ]);
  return { profiles, marks };
}

async function loadPeople(ctx: MemberCtx, ids: readonly AccountId[]): Promise<KnownPeople> {
  const [profiles, remarks] = await Promise.all([loadProfiles(ctx, ids), loadRemarks(ctx, ids)]);
  return { profiles, remarks };
}
