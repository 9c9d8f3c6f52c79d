import { notifyAccounts } from '../accounts/index.js';
import {
  bounds,
  DomainError,
  invalid,
  isLongerThan,
  isStorable,
  limitActor,
  transact,
  type MemberCtx,
} from '../kernel/index.js';
import { accessConversation } from './access.js';
import { selectDraft, updateDraft, type Draft } from './drafts-store.js';

/** What the caller has begun to write in a conversation. Throws `not_found`. */
export async function getDraft(ctx: MemberCtx, listId: string): Promise<Draft> {
  const { conversation } = await accessConversation(ctx, listId);
  return selectDraft(ctx, conversation);
}

/**
 * Stores what the caller has begun to write, for the caller's other devices; an empty text ends it. The latest writer wins
 * by `writtenAt` (milliseconds of the device; one in the future counts as now). Returns the draft that is in force. Throws
 * `not_found`, `invalid` or `too_large`.
 */
export async function saveDraft(ctx: MemberCtx, input: { listId: string } & Draft): Promise<Draft> {
  await limitActor(ctx, 'draft');
  const limit = bounds.text.draftCharacters;
  if (isLongerThan(input.text, limit))
    throw new DomainError('too_large', undefined, { field: 'text', limit });
  if (!isStorable(input.text)) throw invalid('text');
  const { conversation } = await accessConversation(ctx, input.listId);
  const wanted = { text: input.text, writtenAt: Math.min(input.writtenAt, ctx.now()) };
  return transact(ctx, async (tx) => {
    if (!(await updateDraft(tx, conversation, wanted))) return selectDraft(tx, conversation);
    const { listId } = conversation;
    await notifyAccounts(tx, [{ accountId: ctx.actor, type: 'draft_changed', data: { listId } }]);
    return wanted;
  });
}
