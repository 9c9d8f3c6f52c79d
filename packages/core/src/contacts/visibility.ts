import { listInvited, type Profile } from '../accounts/index.js';
import { DomainError, type AccountId, type MemberCtx } from '../kernel/index.js';
import { selectAgeStatus, selectVisibleAmong } from './visibility-store.js';

/** What is known of whether somebody is there. */
export interface Presence {
  /** Has a socket. */
  readonly isConnected: boolean;
  /** Has a socket, or did something within the tenant's `onlineWindowMs`. */
  readonly isOnline: boolean;
  readonly lastSeenAt: number;
}

/**
 * The presence of those of the ids whom the caller may see and who show it; who hides the own presence is told that of
 * nobody.
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

/** The people who registered with the caller's code and whom the caller may see, newest first. */
export async function listVisibleInvited(ctx: MemberCtx): Promise<Profile[]> {
  const invited = await listInvited(ctx);
  const visible = await selectVisibleAmong(
    ctx,
    invited.map(({ id }) => id),
  );
  const isSeen = new Set(visible.map(({ id }) => id));
  return invited.filter(({ id }) => isSeen.has(id));
}

/** Refuses who is not of age where the tenant keeps them from finding people. Throws `forbidden`. */
export async function requireDiscoveryAccess(ctx: MemberCtx): Promise<void> {
  if (ctx.tenant.settings.ageMinors === 'separate') return;
  if ((await selectAgeStatus(ctx)) === 2) throw new DomainError('forbidden');
}
