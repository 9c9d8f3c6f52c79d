import { HIDDEN_CARD, type ConversationHead } from '@kith/core/conversations';
import type { CallsEvent } from '@kith/core/calls';
import type { AccountId, Ctx, DomainEvent } from '@kith/core/kernel';
import type { Audiences, ConversationEvent } from './audiences.js';
import type { Connection } from './connection.js';
import type { Hub } from './hub.js';

/** The delivery of events by one protocol. */
export interface EventDelivery {
  readonly protocol: Connection['protocol'];
  /**
   * Delivers an event of a conversation to connections of its members. The frames of a conversation keep the order of its
   * events; a returned promise is awaited before the next.
   */
  toMembers(event: ConversationEvent, audience: readonly Connection[]): Promise<void> | undefined;
  /** Delivers an event of an account's own stream to its connections. */
  toAccount(event: Extract<DomainEvent, { type: 'account_event' }>, audience: readonly Connection[]): void;
  /** Delivers a message between the devices of a call, if clients of the protocol know them. */
  readonly toDevice?: (event: CallsEvent, audience: readonly Connection[]) => void;
  /** Tells connections that they may lack entries up to `seq`, if clients of the protocol can request them. */
  readonly toldBehind?: (
    conversation: ConversationHead,
    seq: number,
    audience: readonly Connection[],
  ) => void;
}

/** The delivery of events to the sockets of this node. */
export interface FanOut {
  onEvent(event: DomainEvent): void;
  /** Runs work that sends frames of a conversation, after its earlier events and before its later ones. */
  inTurn<R>(conversationId: number, work: () => Promise<R>): Promise<R>;
  /** Whether a socket here may receive the event; also true while the members are unknown. */
  isAwaited(event: DomainEvent): boolean;
  /** The number of conversations with unfinished deliveries. */
  waiting(): number;
}

/** Delivers events to the sockets concerned. The version in each event tells whether the known members are current. */
export function makeFanOut(
  deps: Pick<Ctx, 'log'> & {
    hub: Hub;
    audiences: Audiences;
    deliveries: readonly EventDelivery[];
    /** Receives the conversation events that were handed to the sockets. */
    onShown: (event: ConversationEvent) => void;
  },
): FanOut {
  const { audiences } = deps;
  // Work on a conversation that could not be done at once; later work queues behind it.
  const pending = new Map<number, Promise<void>>();

  const show = makeShow(deps);

  async function showLater(event: ConversationEvent, before: Promise<void> | undefined): Promise<void> {
    await before;
    await show(event, audiences.known(event) ?? (await audiences.load(event)));
    deps.onShown(event);
  }

  function keepPending(id: number, work: Promise<unknown>): void {
    const settled = work
      .catch((error: unknown) => deps.log.error({ err: error }, 'an event could not be delivered'))
      .then(() => {
        if (pending.get(id) === settled) pending.delete(id);
      });
    pending.set(id, settled);
  }

  function toMembers(event: ConversationEvent): void {
    const { conversation } = event;
    const before = pending.get(conversation.id);
    const ids = audiences.known(event);
    if (before || !ids) return keepPending(conversation.id, showLater(event, before));
    const waiting = show(event, ids);
    if (waiting)
      return keepPending(
        conversation.id,
        waiting.then(() => deps.onShown(event)),
      );
    deps.onShown(event);
  }

  return {
    onEvent: (event) => {
      if (event.type === 'account_event') {
        for (const delivery of deps.deliveries) {
          const audience = audienceOf(delivery, deps.hub.of(event.accountId));
          if (audience.length > 0) delivery.toAccount(event, audience);
        }
      } else if (event.type === 'call_signal') {
        const audience = deps.hub.of(event.accountId).filter((connection) => isMeant(event, connection));
        for (const { toDevice } of deps.deliveries) toDevice?.(event, audience);
      } else if ('conversation' in event) toMembers(event);
    },
    inTurn: (id, work) => {
      const before = pending.get(id);
      const done = (before ?? Promise.resolve()).then(work);
      keepPending(
        id,
        done.catch(() => undefined),
      );
      return done;
    },
    isAwaited: (event) => {
      const ids =
        event.type === 'account_event' || event.type === 'call_signal'
          ? [event.accountId]
          : 'conversation' in event
            ? audiences.known(event)
            : [];
      return ids === undefined || ids.some((id) => deps.hub.isOnline(id));
    },
    waiting: () => pending.size,
  };
}

/** Hands events to the connections of accounts, by each protocol. */
function makeShow({
  hub,
  deliveries,
}: {
  hub: Hub;
  deliveries: readonly EventDelivery[];
}): (event: ConversationEvent, ids: readonly AccountId[]) => Promise<unknown> | undefined {
  return (event, ids) => {
    const connections = connectionsOf(hub, event, ids);
    if (event.type !== 'entry_appended' || !(event.hiddenFrom?.length || event.quoteHiddenFrom?.length))
      return showTo(event, connections);
    const { hiddenFrom = [], quoteHiddenFrom = [], ...rest } = event;
    const withoutPerson = { ...rest, entry: { ...rest.entry, content: HIDDEN_CARD } };
    return showApart(connections, hiddenFrom, [event, withoutPerson], (variant, audience) => {
      const withoutQuote = { ...variant, entry: { ...variant.entry, quote: undefined } };
      return showApart(audience, quoteHiddenFrom, [variant, withoutQuote], showTo);
    });
  };

  function showTo(
    event: ConversationEvent,
    connections: readonly Connection[],
  ): Promise<unknown> | undefined {
    let waiting: Promise<void>[] | undefined;
    for (const delivery of deliveries) {
      const audience = audienceOf(delivery, connections);
      const shown = audience.length > 0 ? delivery.toMembers(event, audience) : undefined;
      if (shown) (waiting ??= []).push(shown);
    }
    return waiting && Promise.all(waiting);
  }
}

/** Shows the first event to most connections, and the second one to those of some accounts. */
function showApart<E extends ConversationEvent>(
  connections: readonly Connection[],
  some: readonly AccountId[],
  [usual, special]: readonly [E, E],
  showTo: (event: E, audience: readonly Connection[]) => Promise<unknown> | undefined,
): Promise<unknown> | undefined {
  if (some.length === 0) return showTo(usual, connections);
  const ids = new Set(some);
  const isSpecial = ({ identity }: Connection) => identity && ids.has(identity.session.accountId);
  return Promise.all([
    showTo(usual, connections.filter((connection) => !isSpecial(connection))),
    showTo(special, connections.filter(isSpecial)),
  ]); // prettier-ignore
}

/**
 * The connections of accounts, those of an entry's sender first: frames leave in this order, and the acknowledgement
 * leaves with the sender's own entry.
 */
function connectionsOf(hub: Hub, event: ConversationEvent, ids: readonly AccountId[]): Connection[] {
  const senderId = event.type === 'entry_appended' ? event.entry.senderId : undefined;
  const connections: Connection[] = [];
  if (senderId && ids.includes(senderId)) connections.push(...hub.of(senderId));
  for (const id of ids)
    if (id !== senderId) for (const connection of hub.of(id)) connections.push(connection);
  return connections;
}

/** Whether a connection belongs to the device that a signal is meant for. */
function isMeant({ sessionId }: CallsEvent, { identity, protocol }: Connection): boolean {
  return protocol === 'kith.v1' && (sessionId === null || identity?.session.id === sessionId);
}

/** The connections that speak the protocol of a delivery: usually all or none, so a list is made only for some. */
function audienceOf({ protocol }: EventDelivery, connections: readonly Connection[]): readonly Connection[] {
  let speakers = 0;
  for (const connection of connections) if (connection.protocol === protocol) speakers++;
  if (speakers === connections.length) return connections;
  return speakers === 0 ? nobody : connections.filter((connection) => connection.protocol === protocol);
}

const nobody: readonly Connection[] = [];
