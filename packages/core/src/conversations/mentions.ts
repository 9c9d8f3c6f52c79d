import { bounds, DomainError, invalid, transact, type MemberCtx } from '../kernel/index.js';
import type { Ack, NewMessage } from '../ports/index.js';
import { retryOnDuplicate } from './answer-stranger.js';
import { storeMessage } from './batch-writer.js';
import { ALL, type Mentions } from './event-types.js';
import { selectMentionable, updateMentions } from './mentions-store.js';
import { mayDo } from './roles.js';
import { lockConversation, type Target } from './store.js';

/** Mentions in one form: each member once; undefined for none. */
export function normalMentions(mentions: Mentions | undefined): Mentions | undefined {
  if (mentions === undefined || mentions === ALL) return mentions;
  return mentions.length === 0 ? undefined : [...new Set(mentions)].toSorted((a, b) => a - b);
}

/**
 * Checks mentions in a message of the caller. Throws `invalid` outside of groups, `too_large`, `not_found` if somebody is
 * not a member, and `forbidden` if the caller may not mention all.
 */
export async function checkMentions(ctx: MemberCtx, target: Target, mentions: Mentions): Promise<void> {
  const ids = mentions === ALL ? [] : mentions;
  const limit = bounds.list.mentions;
  if (ids.length > limit) throw new DomainError('too_large', undefined, { field: 'mentions', limit });
  const found = await selectMentionable(ctx, target, ids);
  if (!found) throw new DomainError('not_found');
  if (found.kind !== 'group') throw invalid('mentions');
  if (found.amount < ids.length) throw new DomainError('not_found');
  if (mentions === ALL && !mayDo(found.role, 'mention_all')) throw new DomainError('forbidden');
}

/** Stores a message together with its mentions. Throws like `EntryWriter`. */
export function storeMentioning(ctx: MemberCtx, target: Target, message: NewMessage): Promise<Ack> {
  return retryOnDuplicate(() =>
    transact(ctx, async (tx) => {
      await lockConversation(tx, target);
      const ack = await storeMessage(tx, message);
      await updateMentions(tx, target, ack.seq, message.mentions);
      return ack;
    }),
  );
}
