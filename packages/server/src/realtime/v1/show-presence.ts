import type { realtime } from '@kith/contract';
import { listPresenceShown, type PresencePair } from '@kith/core/contacts';
import type { AccountId } from '@kith/core/kernel';
import type { Deps } from '../../app/deps.js';
import { visitorCtx } from '../../app/context.js';
import { encodeFrame } from './frames.js';
import type { Watcher } from './watchers.js';

/** The accounts of one watcher that one round judges. */
export interface Look {
  readonly watcher: Watcher;
  /** The list at the beginning: a newer one, or the end of the socket, makes the look void. */
  readonly shown: Map<AccountId, boolean>;
  readonly due: ReadonlySet<AccountId>;
}

/**
 * Judges the accounts that are due, in one statement for each tenant, and sends a frame to each watcher that sees a
 * change. `isOnline` decides what is shown of an account that may be seen; `onSlow` receives a look whose client does
 * not read.
 */
export async function showPresence(
  deps: Deps,
  looks: readonly Look[],
  on: { isOnline: (id: AccountId) => boolean; onSlow: (look: Look) => void },
): Promise<void> {
  const { presenceEveryMs, flapMs } = deps.timing;
  for (const tenantId of new Set(looks.map(({ watcher }) => watcher.tenantId))) {
    const ofTenant = looks.filter(({ watcher }) => watcher.tenantId === tenantId);
    const pairs = ofTenant.flatMap(({ watcher: { viewerId }, due }) =>
      [...due].map((accountId): PresencePair => ({ viewerId, accountId })),
    );
    const ctx = visitorCtx(deps, await deps.auth.tenant(tenantId), '');
    const seen = pairs.length > 0 ? await listPresenceShown(ctx, pairs) : [];
    const lastSeen = new Map(seen.map((pair) => [keyOf(pair), pair.lastSeenAt]));
    for (const look of ofTenant) {
      if (look.watcher.shown !== look.shown) continue;
      const users = changesOf(look, lastSeen, { isOnline: on.isOnline, now: deps.now(), flapMs });
      if (users.length === 0 && !look.watcher.isAsked) continue;
      look.watcher.nextAt = performance.now() + presenceEveryMs;
      if (!send(look, users)) on.onSlow(look);
    }
  }
}

function changesOf(
  { watcher: { viewerId, isAsked }, shown, due }: Look,
  lastSeen: ReadonlyMap<string, number>,
  {
    isOnline: isOnlineNow,
    now,
    flapMs,
  }: { isOnline: (id: AccountId) => boolean; now: number; flapMs: number },
): realtime.UserPresence[] {
  const users: realtime.UserPresence[] = [];
  for (const accountId of due) {
    const lastSeenAt = lastSeen.get(keyOf({ viewerId, accountId }));
    const isOnline = lastSeenAt !== undefined && isOnlineNow(accountId);
    const wasOnline = shown.get(accountId) ?? false;
    if (!isAsked && isOnline === wasOnline) continue;
    // The stored time is up to a minute old, but the account was online until the flap.
    const seenAt = isOnline ? now : Math.max(lastSeenAt ?? 0, wasOnline ? now - flapMs : 0);
    users.push({ user_id: accountId, online: isOnline, last_seen: lastSeenAt === undefined ? 0 : seenAt });
  }
  return users;
}

/** False if the client is slow: it gets the state of a later second. */
function send({ watcher, shown }: Look, users: realtime.UserPresence[]): boolean {
  if (!watcher.connection.sendLive(encodeFrame({ t: 'presence', users }))) return false;
  watcher.isAsked = false;
  for (const { user_id: id, online } of users) shown.set(id as AccountId, online);
  return true;
}

function keyOf({ viewerId, accountId }: PresencePair): string {
  return `${viewerId}/${accountId}`;
}
