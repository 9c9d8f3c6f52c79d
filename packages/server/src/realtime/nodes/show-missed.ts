import {
  listAuthors,
  listNewest,
  toMissedEvents,
  type ConversationHead,
  type ConversationKey,
  type Lag,
  type Resumption,
} from '@kith/core/conversations';
import { bounds, type AccountId, type TenantId } from '@kith/core/kernel';
import type { Authenticator } from '../../app/authenticate.js';
import { makeBulk } from '../../app/bulk.js';
import type { CoreDeps } from '../../app/context.js';
import type { Audiences } from '../audiences.js';
import type { Connection } from '../connection.js';
import type { EventDelivery, FanOut } from '../fan-out.js';
import type { Hub } from '../hub.js';
import { makeStreams } from '../v1/streams.js';

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

/** A member on whose behalf entries are read. */
type Viewer = Resumption['me'];

type ShowMissedDeps = CoreDeps & {
  readonly auth: Pick<Authenticator, 'tenant'>;
  readonly hub: Hub;
  readonly audiences: Audiences;
  readonly fanOut: FanOut;
  readonly deliveries: readonly EventDelivery[];
};

/**
 * Clients that can request entries are told that they are behind; for others, the missed entries are read as each
 * viewer, by the queries that answer a resume. So blocks, withheld contents and name cards are decided in one place.
 */
export function makeShowMissed(deps: ShowMissedDeps): ShowMissed {
  const { newestOf, lagOf, entriesOf, authorOf, eventsOf } = makeLookUps(deps);

  async function showTo(
    viewer: Viewer,
    delivery: EventDelivery,
    { listId, after, upTo }: { listId: string; after: number; upTo: number },
  ): Promise<void> {
    for (let last = after; last < upTo;) {
      const lag = await lagOf(viewer, listId, last);
      if (!lag) return;
      const missed = await entriesOf(lag);
      for (const event of await toMissedEvents(viewer.actor, missed, authorOf)) {
        // Entries after `upTo` are announced by their own events.
        if (event.entry.seq <= upTo) await delivery.toMembers(event, connectionsOf(viewer.actor, delivery));
        last = event.entry.seq;
      }
      if (!missed.hasMore) return;
    }
  }

  function connectionsOf(id: AccountId, { protocol }: EventDelivery): Connection[] {
    return [...deps.hub.of(id)].filter((connection) => connection.protocol === protocol);
  }

  /** The members with sockets here. Of a single conversation, a member may be hidden from the other. */
  async function listReaders(conversation: ConversationHead, after: number): Promise<Viewer[]> {
    const { tenantId, pair, listId } = conversation;
    const members = pair ?? (await deps.audiences.membersOf(conversation));
    const tenant = await deps.auth.tenant(tenantId);
    const here = members
      .filter((member) => deps.hub.isOnline(member))
      .map((actor): Viewer => ({ tenant, actor }));
    if (!pair) return here;
    const lags = await Promise.all(here.map((viewer) => lagOf(viewer, listId, after)));
    return here.filter((_, i) => lags[i]);
  }

  async function showConversation(of: ConversationKey, after: number): Promise<number> {
    const newest = await newestOf(of);
    if (!newest) return after;
    const { conversation, lastSeq: upTo } = newest;
    const { listId } = conversation;
    const readers = await listReaders(conversation, after);
    const work: Promise<void>[] = [];
    for (const delivery of deps.deliveries) {
      const here = readers.filter(({ actor }) => connectionsOf(actor, delivery).length > 0);
      const { toldBehind } = delivery;
      if (toldBehind) {
        const audience = here.flatMap(({ actor }) => connectionsOf(actor, delivery));
        toldBehind(conversation, upTo, audience);
      } else for (const viewer of here) work.push(showTo(viewer, delivery, { listId, after, upTo }));
    }
    await Promise.all(work);
    return upTo;
  }

  async function ofAccount(of: AccountKey, after: number): Promise<number> {
    if (!deps.hub.isOnline(of.id)) return after;
    const limit = bounds.list.eventsAtOnce;
    const { tenantId, id: accountId } = of;
    for (let last = after; ;) {
      const events = await eventsOf({ tenantId, accountId, position: last });
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

/** What a repair asks the database. After an outage many conversations are repaired, for many viewers: all in bulk. */
function makeLookUps(deps: ShowMissedDeps) {
  const { db } = deps;
  const streams = makeStreams(deps);
  const newest = makeBulk(async (keys: readonly string[]) => {
    const found = await listNewest(db, keys.map(conversationOf));
    return new Map(found.map((one) => [keyOf(one.conversation), one]));
  }, bounds.bus.lookUpsAtOnce);
  const authors = makeBulk(async (keys: readonly string[]) => {
    const found = await listAuthors(db, keys.map(conversationOf));
    return new Map(found.map(({ seq, author, ...of }) => [`${keyOf(of)}/${seq}`, author]));
  }, bounds.bus.lookUpsAtOnce);

  return {
    newestOf: (of: ConversationKey) => newest(keyOf(of)),
    authorOf: (of: ConversationKey, seq: number) => authors(`${keyOf(of)}/${seq}`),
    entriesOf: streams.entriesOf,
    eventsOf: streams.eventsOf,
    /** What a viewer lacks of a conversation after a number; undefined if nothing, or if the viewer may not read it. */
    lagOf: async (me: Viewer, listId: string, after: number): Promise<Lag | undefined> =>
      (await streams.lagsOf({ me, known: { [listId]: after } })).lags[0],
  };
}

function keyOf({ tenantId, id }: ConversationKey): string {
  return `${tenantId}/${id}`;
}

/** A conversation, or an entry of one. */
function conversationOf(key: string): ConversationKey & { seq: number } {
  const [tenantId, id, seq = 0] = key.split('/').map(Number);
  return { tenantId, id, seq } as ConversationKey & { seq: number }; // written by `keyOf`
}
