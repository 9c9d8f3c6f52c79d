import { findPositionsBefore } from '@kith/core/accounts';
import {
  findSeqsBefore,
  listNewest,
  type ConversationKey,
  type EntryAppended,
} from '@kith/core/conversations';
import { bounds, type DomainEvent } from '@kith/core/kernel';
import { makeBulk } from '../../app/bulk.js';
import type { CoreDeps } from '../../app/context.js';
import type { FanOut } from '../fan-out.js';
import type { Timing } from '../timing.js';
import { makeInOrder, type InOrder } from './in-order.js';
import type { AccountKey, ShowMissed } from './show-missed.js';
import type { ReadsTeller } from './tell-reads.js';

type AccountEvent = Extract<DomainEvent, { type: 'account_event' }>;

/** Delivers events of all nodes: those with numbers once and in order, read positions if they grow, others as they come. */
export interface OrderedFanOut {
  onEvent(event: DomainEvent): void;
  readonly conversations: InOrder<ConversationKey, EntryAppended>;
  readonly accounts: InOrder<AccountKey, AccountEvent>;
}

/** Puts the events of several nodes in order before they are delivered. */
export function makeOrderedFanOut(
  deps: Pick<CoreDeps, 'db' | 'log' | 'now'> & {
    readonly fanOut: FanOut;
    readonly showMissed: ShowMissed;
    readonly reads: Pick<ReadsTeller, 'isNews'>;
    readonly timing: Pick<Timing, 'earlyForMs'>;
  },
): OrderedFanOut {
  const { db, log, now, fanOut, showMissed, reads, timing } = deps;
  const startedAt = now();
  /** Earlier entries have reached every socket that wants them, or the socket has read them when it opened. */
  const soundSince = () => Math.max(startedAt, now() - bounds.bus.overlapMs);

  const seqBefore = makeBulk(async (keys: readonly string[]) => {
    const asked = keys.map((key) => {
      const [tenantId, id, seq] = key.split('/').map(Number);
      return { tenantId, id, seq } as ConversationKey & { seq: number }; // written below
    });
    const rows = await findSeqsBefore(db, asked, soundSince());
    const tenants = new Map(asked.map(({ tenantId, id }) => [id, tenantId]));
    return new Map(rows.map(({ id, seq, before }) => [`${tenants.get(id)}/${id}/${seq}`, before]));
  }, bounds.bus.lookUpsAtOnce);
  const conversations = makeInOrder<ConversationKey, EntryAppended>({
    log,
    earlyForMs: timing.earlyForMs,
    show: fanOut.onEvent,
    isAwaited: fanOut.isAwaited,
    findStart: async ({ tenantId, id }, seq) => (await seqBefore(`${tenantId}/${id}/${seq}`)) ?? seq - 1,
    showMissed: showMissed.ofConversation,
  });

  const accounts = makeInOrder<AccountKey, AccountEvent>({
    log,
    earlyForMs: timing.earlyForMs,
    show: fanOut.onEvent,
    isAwaited: fanOut.isAwaited,
    findStart: async ({ tenantId, id: accountId }, position) => {
      const [found] = await findPositionsBefore(db, [{ tenantId, accountId, position }], soundSince());
      return found?.before ?? position - 1;
    },
    showMissed: showMissed.ofAccount,
  });

  /** Looks for entries of a batch whose outcome is unknown, and once more when its statement must have ended. */
  async function lookAt(of: ConversationKey): Promise<void> {
    const [newest] = await listNewest(db, [of]);
    if (!newest) return;
    const { lastSeq: upTo } = newest;
    const [start] = await findSeqsBefore(db, [{ ...of, seq: upTo + 1 }], soundSince());
    conversations.note(of, { after: start?.before ?? upTo, upTo });
  }

  function lookLater(of: ConversationKey, afterMs: number, attempts: number): void {
    setTimeout(() => {
      lookAt(of).catch((error: unknown) => {
        log.warn({ err: error }, 'a conversation in doubt could not be read');
        if (attempts > 1) lookLater(of, bounds.bus.askEveryMs, attempts - 1);
      });
    }, afterMs).unref();
  }

  return {
    onEvent: (event) => {
      switch (event.type) {
        case 'entry_appended':
          return conversations.take(event.conversation, event.entry.seq, event);
        case 'account_event':
          return accounts.take(
            { tenantId: event.tenantId, id: event.accountId },
            event.event.position,
            event,
          );
        case 'entries_in_doubt': {
          const of = { tenantId: event.tenantId, id: event.conversationId };
          lookLater(of, 0, bounds.bus.doubtAttempts);
          return lookLater(of, bounds.bus.doubtEndsMs, bounds.bus.doubtAttempts);
        }
        case 'read_moved':
          return reads.isNews(event) ? fanOut.onEvent(event) : undefined;
        default:
          return fanOut.onEvent(event);
      }
    },
    conversations,
    accounts,
  };
}
