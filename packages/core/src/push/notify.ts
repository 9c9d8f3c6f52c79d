import { listConversations, type ConversationKey } from '../conversations/index.js';
import { loadNamedPeople } from '../contacts/index.js';
import { bounds, type AccountId, type ConversationId, type Ctx, type MemberCtx } from '../kernel/index.js';
import { maskAnswer } from '../outbox/index.js';
import { NotSent, SubscriptionGone, type PushNote } from '../ports/index.js';
import { isOpen, isToTell, noteOf, type ToldRow } from './rules.js';
import {
  selectForgotten,
  selectRecipients,
  selectShowsText,
  selectSubscriptions,
  updateAttempts,
  updateMarksBack,
  updateMarksRead,
  upsertMarks,
  type Recipient,
  type StoredSubscription,
} from './store.js';

/** The members of conversations who have browsers and may have to be told of the last entries. */
export function findRecipients(db: Ctx['db'], of: readonly ConversationKey[]): Promise<Recipient[]> {
  return selectRecipients(db, of, bounds.push.recipientsAtOnce);
}

/** Members who were away when a message was sent since a time (milliseconds), and were not told of it. */
export function findForgottenRecipients(db: Ctx['db'], sinceMs: number): Promise<Recipient[]> {
  const { presenceAgeMs, recipientsAtOnce: limit } = bounds.push;
  return selectForgotten(db, { sinceMs, presenceAgeMs, limit });
}

/**
 * Tells the browsers of an absent member of new messages in these conversations, once for each message that is the newest.
 * What the member may see decides the query of the conversation list. If no browser could be reached for now, a later call
 * tries again.
 */
export async function notifyAbsent(ctx: MemberCtx, among: readonly ConversationId[]): Promise<void> {
  const subscriptions = await selectSubscriptions(ctx, ctx.actor);
  if (subscriptions.length === 0) return;
  const rows = (await listConversations(ctx, { among })).filter((row) => isToTell(row, ctx.actor));
  if (rows.length === 0) return;
  const marks = rows.map(({ conversation, last }) => ({ id: conversation.id, seq: last.seq }));
  const marked = new Set(await upsertMarks(ctx, marks));
  const told = rows.filter(({ conversation }) => marked.has(conversation.id));
  const isReached = await send(ctx, subscriptions, await presentNotes(ctx, told));
  if (!isReached)
    await updateMarksBack(
      ctx,
      marks.filter(({ id }) => marked.has(id)),
    );
}

/** Takes back the notifications of conversations that the member has read elsewhere, up to these entries. */
export async function dismissRead(
  ctx: MemberCtx,
  reads: readonly { id: ConversationId; seq: number; listId: string }[],
): Promise<void> {
  const read = new Set(await updateMarksRead(ctx, reads));
  if (read.size === 0) return;
  const notes = reads
    .filter(({ id }) => read.has(id))
    .map(({ listId }): PushNote => ({ kind: 'read', listId }));
  await send(ctx, await selectSubscriptions(ctx, ctx.actor), notes);
}

/** Sends a test to all browsers of an account; returns each endpoint's host with the answer. */
export async function sendTestPush(
  ctx: Ctx,
  accountId: AccountId,
): Promise<{ host: string; isSent: boolean; answer: string }[]> {
  const subscriptions = await selectSubscriptions(ctx, accountId);
  const results = await Promise.all(subscriptions.map((one) => attempt(ctx, one, { kind: 'test' })));
  await updateAttempts(ctx, results);
  return results.map(({ endpoint, sent, answer }) => ({
    host: new URL(endpoint).host,
    isSent: sent > 0,
    answer,
  }));
}

async function presentNotes(ctx: MemberCtx, rows: readonly ToldRow[]): Promise<PushNote[]> {
  const showsText = await selectShowsText(ctx);
  const senders = rows.flatMap((row) =>
    showsText && row.conversation.kind === 'group' && isOpen(row, ctx.actor) && row.last.senderId !== 0
      ? [row.last.senderId]
      : [],
  );
  const people = senders.length === 0 ? new Map() : await loadNamedPeople(ctx, senders);
  return rows.map((row) => {
    const sender = people.get(row.last.senderId);
    const senderName = sender ? sender.remark || sender.nickname : '';
    return noteOf(row, { actor: ctx.actor, showsText, senderName });
  });
}

/** Sends notes to all browsers; returns whether at least one was reached, or none ever will. */
async function send(
  ctx: Ctx,
  subscriptions: readonly StoredSubscription[],
  notes: readonly PushNote[],
): Promise<boolean> {
  const results = await Promise.all(
    subscriptions.flatMap((subscription) => notes.map((note) => attempt(ctx, subscription, note))),
  );
  await updateAttempts(ctx, bySubscription(results));
  return results.length === 0 || !results.every(({ isLater }) => isLater);
}

interface Attempt {
  readonly id: number;
  readonly endpoint: string;
  readonly sent: number;
  readonly failed: number;
  readonly answer: string;
  readonly isGone: boolean;
  readonly isLater: boolean;
}

async function attempt(
  ctx: Ctx,
  { id, ...subscription }: StoredSubscription,
  note: PushNote,
): Promise<Attempt> {
  const { endpoint } = subscription;
  const failure = await ctx.ports.push.send(subscription, note).then(
    (answer) => ({ sent: 1, failed: 0, answer, isGone: false, isLater: false }),
    (error: unknown) => {
      if (!(error instanceof NotSent))
        ctx.log.warn({ err: error, tenant: ctx.tenant.id }, 'a push message failed');
      return {
        sent: 0,
        failed: 1,
        answer: error instanceof NotSent ? error.message : '',
        isGone: error instanceof SubscriptionGone,
        isLater: error instanceof NotSent && error.failure === 'later',
      };
    },
  );
  return { id, endpoint, ...failure, answer: maskAnswer(failure.answer) };
}

/** One row for each subscription, as one statement needs it. */
function bySubscription(attempts: readonly Attempt[]): Attempt[] {
  const sums = new Map<number, Attempt>();
  for (const one of attempts) {
    const sum = sums.get(one.id);
    sums.set(
      one.id,
      sum
        ? {
            ...one,
            sent: sum.sent + one.sent,
            failed: sum.failed + one.failed,
            isGone: sum.isGone || one.isGone,
          }
        : one,
    );
  }
  return [...sums.values()];
}
