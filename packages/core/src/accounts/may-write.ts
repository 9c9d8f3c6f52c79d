import { DomainError, type MemberCtx } from '../kernel/index.js';
import { selectIsSilenced } from './sanctions-store.js';

/** Rejects public writing by a caller whom moderation has silenced. Throws `bucketed`. */
export async function requireMayWrite(ctx: MemberCtx): Promise<void> {
  if (await selectIsSilenced(ctx)) throw new DomainError('bucketed');
}
