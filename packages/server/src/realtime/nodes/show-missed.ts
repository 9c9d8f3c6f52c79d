import { listAccountEvents } from '@kith/core/accounts';
import {
  findMembership,
  findNewest,
  listMissedEvents,
  loadMemberIds,
  type ConversationHead,
  type ConversationKey,
} from '@kith/core/conversations';
import { bounds, type AccountId, type MemberCtx, type TenantId } from '@kith/core/kernel';
import pLimit from 'p-limit';
import type { Authenticator } from '../../app/authenticate.js';
import { visitorCtx, type CoreDeps } from '../../app/context.js';
import type { Connection } from '../connection.js';
import type { EventDelivery, FanOut } from '../fan-out.js';
import type { Hub } from '../hub.js';

/** An account's own stream. */
export interface AccountKey {
  readonly tenantId: TenantId;
  readonly id: AccountId;
}

/** Shows what the sockets of this node have missed, as each viewer may see it. */
export interface ShowMissed {
  /** Shows the entries after a number; resolves to the last number that exists. */
  ofConversation(of: ConversationKey, after: number): Promise<number>;
  /** Shows the events after a position; resolves to the last position that exists. */
  ofAccount(of: AccountKey, after: number): Promise<number>;
}

type ViewersDeps = CoreDeps & { readonly auth: Pick<Authenticator, 'tenant'>; readonly hub: Hub };

/**
 * Clients that can request entries are told that they are behind; for others, the missed entries are read as each
 * viewer, by the query that answers a resume. So blocks, withheld contents and name cards are decided in one place.
 */
export function makeShowMissed(
  deps: ViewersDeps & {
    readonly fanOut: FanOut;
    readonly deliveries: readonly EventDelivery[];
  },
): ShowMissed {
  const inTurn = pLimit(bounds.bus.viewersAtOnce);
  const { actAs, listReaders } = makeViewers(deps);

  async function showTo(
    viewer: AccountKey,
    delivery: EventDelivery,
    { listId, after, upTo }: { listId: string; after: number; upTo: number },
  ): Promise<void> {
    const me = await actAs(viewer);
    const limit = bounds.list.missedEntries;
    for (let last = after; last < upTo;) {
      const { events, hasMore } = await listMissedEvents(me, { listId, after: last, limit });
      for (const event of events) {
        // Entries after `upTo` are announced by their own events.
        if (event.entry.seq <= upTo) await delivery.toMembers(event, connectionsOf(viewer.id, delivery));
        last = event.entry.seq;
      }
      if (!hasMore) return;
    }
  }

  function connectionsOf(id: AccountId, { protocol }: EventDelivery): Connection[] {
    return [...deps.hub.of(id)].filter((connection) => connection.protocol === protocol);
  }

  async function showConversation(of: ConversationKey, after: number): Promise<number> {
    const newest = await findNewest(deps.db, of);
    if (!newest) return after;
    const { conversation, lastSeq: upTo } = newest;
    const { listId } = conversation;
    const here = await listReaders(conversation);
    const work: Promise<void>[] = [];
    for (const delivery of deps.deliveries) {
      const { toldBehind } = delivery;
      if (toldBehind)
        toldBehind(
          conversation,
          upTo,
          here.flatMap((id) => connectionsOf(id, delivery)),
        );
      else
        for (const id of here)
          if (connectionsOf(id, delivery).length > 0)
            work.push(inTurn(() => showTo({ tenantId: of.tenantId, id }, delivery, { listId, after, upTo })));
    }
    await Promise.all(work);
    return upTo;
  }

  async function ofAccount(of: AccountKey, after: number): Promise<number> {
    if (!deps.hub.isOnline(of.id)) return after;
    const limit = bounds.list.eventsAtOnce;
    const { tenantId, id: accountId } = of;
    for (let last = after; ;) {
      const [events = []] = await listAccountEvents(
        deps.db,
        [{ tenantId, accountId, position: last }],
        limit,
      );
      for (const event of events) {
        deps.fanOut.onEvent({ type: 'account_event', tenantId, accountId, event });
        last = event.position;
      }
      if (events.length < limit) return last;
    }
  }

  return {
    ofConversation: (of, after) => deps.fanOut.inTurn(of.id, () => showConversation(of, after)),
    ofAccount,
  };
}

/** The accounts on whose behalf entries are read. */
function makeViewers(deps: ViewersDeps): {
  actAs(account: AccountKey): Promise<MemberCtx>;
  listReaders(conversation: ConversationHead): Promise<AccountId[]>;
} {
  async function actAs({ tenantId, id }: AccountKey): Promise<MemberCtx> {
    return { ...visitorCtx(deps, await deps.auth.tenant(tenantId), ''), actor: id, sessionId: '' };
  }

  /** The members with sockets here. Of a single conversation, a member may be hidden from the other. */
  async function listReaders(conversation: ConversationHead): Promise<AccountId[]> {
    const { tenantId, id, pair } = conversation;
    const members = pair ?? (await loadMemberIds(deps.db, conversation)).ids;
    const here = members.filter((member) => deps.hub.isOnline(member));
    if (!pair) return here;
    const memberships = await Promise.all(
      here.map(async (member) => findMembership(await actAs({ tenantId, id: member }), id)),
    );
    return here.filter((_, i) => memberships[i] && !memberships[i].isHidden);
  }

  return { actAs, listReaders };
}
