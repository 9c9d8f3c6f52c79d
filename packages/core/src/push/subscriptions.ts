import {
  bounds,
  invalid,
  limitActor,
  transact,
  type AccountId,
  type Ctx,
  type MemberCtx,
} from '../kernel/index.js';
import type { PushSubscription } from '../ports/index.js';
import { isKey, isSecret } from './rules.js';
import {
  deleteMarksBefore,
  deleteOldestSubscriptions,
  deleteSubscription,
  selectShowsText,
  selectSubscriptions,
  upsertShowsText,
  upsertSubscription,
  type StoredSubscription,
} from './store.js';

/** The key with which browsers subscribe, and what the caller's push messages may contain. */
export async function getPushSettings(ctx: MemberCtx): Promise<{ publicKey: string; showsText: boolean }> {
  return { publicKey: ctx.ports.push.publicKey, showsText: await selectShowsText(ctx) };
}

/**
 * Subscribes the caller's browser until its session ends. An account has at most ten browsers; a further one replaces the
 * oldest. Throws `invalid` for an endpoint that may not be contacted, or keys of another form.
 */
export async function subscribe(ctx: MemberCtx, subscription: PushSubscription): Promise<void> {
  await limitActor(ctx, 'profile');
  const { endpoint, p256dh, auth } = subscription;
  if (endpoint.length > bounds.push.endpointCharacters || !ctx.ports.push.accepts(endpoint))
    throw invalid('endpoint');
  if (!isKey(p256dh)) throw invalid('p256dh');
  if (!isSecret(auth)) throw invalid('auth');
  await transact(ctx, async (tx) => {
    await upsertSubscription(tx, { endpoint, p256dh, auth });
    await deleteOldestSubscriptions(tx, bounds.push.subscriptions);
  });
}

/** Ends a subscription of the caller; one that does not exist is no error. */
export async function unsubscribe(ctx: MemberCtx, endpoint: string): Promise<void> {
  await deleteSubscription(ctx, endpoint);
}

/** Sets whether the caller's push messages contain names and texts. */
export async function setPushText(ctx: MemberCtx, showsText: boolean): Promise<void> {
  await limitActor(ctx, 'profile');
  await upsertShowsText(ctx, showsText);
}

/** The browsers of an account with the records of their deliveries, for operators. */
export function listSubscriptions(ctx: Ctx, accountId: AccountId): Promise<StoredSubscription[]> {
  return selectSubscriptions(ctx, accountId);
}

/** Deletes old marks. Run periodically. */
export async function sweepPushMarks(ctx: Ctx): Promise<void> {
  await deleteMarksBefore(ctx, ctx.now() - bounds.push.marksKeptMs);
}
