import pLimit from 'p-limit';
import {
  dismissRead,
  findForgottenRecipients,
  findRecipients,
  notifyAbsent,
  type Recipient,
} from '@kith/core/push';
import {
  bounds,
  type AccountId,
  type ConversationId,
  type MemberCtx,
  type TenantId,
} from '@kith/core/kernel';
import type { Deps } from '../app/deps.js';
import { visitorCtx } from '../app/context.js';
import { startPeriodic, type Worker } from './periodic.js';

interface WaitingConversation {
  readonly tenantId: TenantId;
  readonly id: ConversationId;
  readonly dueAt: number;
}

interface WaitingRead {
  readonly tenantId: TenantId;
  readonly accountId: AccountId;
  readonly id: ConversationId;
  readonly listId: string;
  readonly seq: number;
}

/**
 * Tells the browsers of absent members of new messages, two seconds after these are stored, and takes notifications back
 * when they are read elsewhere. Who has a socket at any node is not absent.
 */
export function startSendingPushes(deps: Deps): Worker {
  /** By conversation: the first message decides when, so that a lively one is not put off. */
  const waiting = new Map<ConversationId, WaitingConversation>();
  const reads = new Map<string, WaitingRead>();

  deps.bus.subscribe((event) => {
    if (!deps.jobs.holds('send_pushes')) return;
    if (event.type === 'entry_appended' && event.entry.kind === 'message') {
      const { tenantId, id } = event.conversation;
      if (waiting.size < bounds.push.queued && !waiting.has(id))
        waiting.set(id, { tenantId, id, dueAt: deps.now() + deps.timing.pushAfterMs });
    }
    if (event.type === 'read_moved' && reads.size < bounds.push.queued) {
      const { conversation, accountId, seq } = event;
      const { tenantId, id, listId } = conversation;
      reads.set(`${accountId}/${id}`, { tenantId, accountId, id, listId, seq });
    }
  });

  async function round(): Promise<void> {
    const due = [...waiting.values()].filter(({ dueAt }) => dueAt <= deps.now());
    for (const { id } of due) waiting.delete(id);
    const read = [...reads.values()];
    reads.clear();
    if (due.length > 0) await tellAbsent(deps, await findRecipients(deps.db, due));
    if (read.length > 0) await dismiss(deps, read);
  }

  const sweep = startSweeping(deps);
  const sending = startPeriodic(deps, {
    job: 'send_pushes',
    everyMs: deps.timing.sendPushesEveryMs,
    failure: 'push messages could not be sent',
    trustsClock: false,
    round,
  });
  return {
    stop: async () => {
      await Promise.all([sweep.stop(), sending.stop()]);
    },
  };
}

/** Finds what no process has noticed, and what no browser of an account could receive. */
function startSweeping(deps: Deps): Worker {
  let sinceMs = bounds.push.firstSweptMs;

  return startPeriodic(deps, {
    job: 'send_pushes',
    everyMs: deps.timing.sweepPushesEveryMs,
    failure: 'messages without a push message could not be found',
    trustsClock: true,
    begin: () => {
      sinceMs = bounds.push.firstSweptMs;
    },
    round: async () => {
      await tellAbsent(deps, await findForgottenRecipients(deps.db, deps.now() - sinceMs));
      sinceMs = bounds.push.sweptMs;
    },
  });
}

async function tellAbsent(deps: Deps, recipients: readonly Recipient[]): Promise<void> {
  const absent = recipients.filter(({ accountId }) => !deps.presence.isOnline(accountId));
  await forEachAccount(deps, absent, (ctx, of) =>
    notifyAbsent(
      ctx,
      of.map(({ conversationId }) => conversationId),
    ),
  );
}

function dismiss(deps: Deps, read: readonly WaitingRead[]): Promise<void> {
  return forEachAccount(deps, read, dismissRead);
}

/** What somebody may see is decided for one account at a time; a few accounts at once. */
async function forEachAccount<T extends { tenantId: TenantId; accountId: AccountId }>(
  deps: Deps,
  all: readonly T[],
  work: (ctx: MemberCtx, of: readonly T[]) => Promise<void>,
): Promise<void> {
  const byAccount = new Map<AccountId, [T, ...T[]]>();
  for (const one of all) {
    const others = byAccount.get(one.accountId);
    if (others) others.push(one);
    else byAccount.set(one.accountId, [one]);
  }
  const inTurn = pLimit(bounds.push.accountsAtOnce);
  await Promise.all(
    [...byAccount].map(([actor, of]) =>
      inTurn(async () => {
        const ctx = visitorCtx(deps, await deps.auth.tenant(of[0].tenantId), '');
        await work({ ...ctx, actor, sessionId: '' }, of);
      }),
    ),
  );
}
