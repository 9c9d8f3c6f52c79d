import { listInvitedAccounts, type Profile } from '../accounts/index.js';
import { DomainError, isId, type AccountId, type Ctx, type MemberCtx } from '../kernel/index.js';
import {
  selectAgeStatus,
  selectPresenceShown,
  selectVisibleAmong,
  type PresencePair,
} from './visibility-store.js';

/** The online state of an account. */
export interface Presence {
  /** Whether the account has an open socket. */
  readonly isConnected: boolean;
  /** Whether the account has an open socket or was active within the tenant's `onlineWindowMs`. */
  readonly isOnline: boolean;
  readonly lastSeenAt: number;
}

/**
 * The presence of accounts that are visible to the caller and show theirs. Callers who hide their own presence see
 * none.
 */
export async function loadPresence(
  ctx: MemberCtx,
  ids: readonly AccountId[],
): Promise<Map<AccountId, Presence>> {
  const visible = await selectVisibleAmong(ctx, ids);
  const online = ctx.now() - ctx.tenant.settings.onlineWindowMs;
  return new Map(
    visible
      .filter(({ isPresenceShown }) => isPresenceShown)
      .map(({ id, lastSeenAt }) => {
        const isConnected = ctx.ports.presence.isOnline(id);
        return [id, { isConnected, isOnline: isConnected || lastSeenAt >= online, lastSeenAt }];
      }),
  );
}

/** For many viewers of a tenant in one statement: the pairs in which the viewer may see the account's presence. */
export function listPresenceShown(
  ctx: Ctx,
  pairs: readonly PresencePair[],
): Promise<(PresencePair & { lastSeenAt: number })[]> {
  return selectPresenceShown(
    ctx,
    pairs.filter(({ accountId }) => isId(accountId)),
  );
}

/** The accounts that registered with the caller's code and that the caller may see, newest first. */
export async function listVisibleInvited(ctx: MemberCtx): Promise<Profile[]> {
  const invited = await listInvitedAccounts(ctx);
  const visible = await selectVisibleAmong(
    ctx,
    invited.map(({ id }) => id),
  );
  const isSeen = new Set(visible.map(({ id }) => id));
  return invited.filter(({ id }) => isSeen.has(id));
}

/** Rejects minors if the tenant excludes them from discovery. Throws `forbidden`. */
export async function requireDiscoveryAccess(ctx: MemberCtx): Promise<void> {
  if (ctx.tenant.settings.ageMinors === 'separate') return;
  if ((await selectAgeStatus(ctx)) === 2) throw new DomainError('forbidden');
}
