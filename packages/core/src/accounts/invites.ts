import { DomainError, type AccountId, type Ctx, type MemberCtx } from '../kernel/index.js';
import type { Profile } from './profile.js';
import { selectInvited, selectInviter } from './store.js';

/**
 * Whose invitation a code is; null for nobody's. Throws `wrong_invite_code` where the tenant demands an
 * invitation and the code is none that it takes.
 */
export async function acceptInvitation(ctx: Ctx, code: string | undefined): Promise<AccountId | null> {
  const { inviteRequired, systemInviteCode } = ctx.tenant.settings;
  const inviterId = await findInviter(ctx, code);
  const isSystemCode = systemInviteCode !== '' && code?.trim() === systemInviteCode;
  const isInvited = isSystemCode || (inviteRequired && inviterId !== null);
  if ((inviteRequired || systemInviteCode !== '') && !isInvited) throw new DomainError('wrong_invite_code');
  return inviterId;
}

/** Who invites with this code, or null. Codes are told apart without regard to case. */
export async function findInviter(ctx: Ctx, code: string | undefined): Promise<AccountId | null> {
  const wanted = code?.trim().toLowerCase() ?? '';
  return wanted === '' ? null : ((await selectInviter(ctx, wanted)) ?? null);
}

/** The people who registered with the caller's code, newest first, at most 500. */
export function listInvited(ctx: MemberCtx): Promise<Profile[]> {
  return selectInvited(ctx);
}
