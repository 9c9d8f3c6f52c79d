import { DomainError, type AccountId, type Ctx, type MemberCtx } from '../kernel/index.js';
import type { Profile } from './profile.js';
import { selectInvited } from './profiles-store.js';
import { selectInviter } from './registration-store.js';

/**
 * The account that an invite code belongs to, or null. Throws `wrong_invite_code` if the tenant requires an invitation
 * and does not accept the code.
 */
export async function acceptInvitation(ctx: Ctx, code: string | undefined): Promise<AccountId | null> {
  const { inviteRequired, systemInviteCode } = ctx.tenant.settings;
  const inviterId = await findInviter(ctx, code);
  const isSystemCode = systemInviteCode !== '' && code?.trim() === systemInviteCode;
  const isInvited = isSystemCode || (inviteRequired && inviterId !== null);
  if ((inviteRequired || systemInviteCode !== '') && !isInvited) throw new DomainError('wrong_invite_code');
  return inviterId;
}

/** The active account with this invite code, ignoring case, or null. */
export async function findInviter(ctx: Ctx, code: string | undefined): Promise<AccountId | null> {
  const wanted = code?.trim().toLowerCase() ?? '';
  return wanted === '' ? null : ((await selectInviter(ctx, wanted)) ?? null);
}

/** The accounts that registered with the caller's code, newest first, at most 500. */
export function listInvitedAccounts(ctx: MemberCtx): Promise<Profile[]> {
  return selectInvited(ctx);
}
