import { DomainError, type MemberCtx } from '../kernel/index.js';
import { selectBucketedUntil } from './store.js';

/** Rejects public writing by a caller whom moderation has silenced. Throws `bucketed`. */
export async function requireMayWrite(ctx: MemberCtx): Promise<void> {
  const until = await selectBucketedUntil(ctx);
  if (until !== undefined && until > ctx.now()) throw new DomainError('bucketed');
}
