import {
  bounds,
  cleanLine,
  cleanProse,
  DomainError,
  invalid,
  requireOrder,
  transact,
  type Ctx,
  type Reordering,
} from '../kernel/index.js';
import type { Language } from '../outbox/index.js';
import { audit, hasPermission, operatorName, type OperatorCtx, type StaffCtx } from '../staff/index.js';
import {
  insertReason,
  lockReason,
  lockReasonOrder,
  selectOfferedReasons,
  selectReasons,
  updateReason,
  updateReasonOrder,
  type ReasonContent,
} from './reasons-store.js';
import type { EditedReason, Reason, ReasonText } from './types.js';

/** The reason of a block for which none was chosen. */
export const DEFAULT_BAN_REASON = 10;

/** The reasons that people can choose, in the order of the operator, in a language if it has a text for that. */
export function listReasons(ctx: Ctx, language: Language = 'zh-Hant'): Promise<Reason[]> {
  return selectOfferedReasons(ctx, language);
}

/** All reasons in the order of the operator, also those that nobody can choose any more. */
export function findReasons(ctx: Ctx): Promise<EditedReason[]> {
  return selectReasons(ctx);
}

/** A new reason; without texts it has only its own title and description, for readers of every language. */
export type NewReason = Omit<Reason, 'id'> & Partial<Pick<EditedReason, 'texts' | 'isOffered'>>;

/**
 * Adds a tenant's own reason as the last one; returns its id, from 100. Throws `invalid`, `too_large`, or `forbidden` for a
 * reason of child safety that the caller may not see.
 */
export function addReason(ctx: OperatorCtx, reason: NewReason): Promise<number> {
  const content = clean({ isOffered: true, texts: {}, ...reason });
  const tag = cleanLine('tag', reason.tag, { max: bounds.text.reasonCharacters.tag });
  requireChildSafety(ctx, content);
  return transact(ctx, async (tx) => {
    const limit = bounds.list.reportReasons;
    if ((await lockReasonOrder(tx)).length >= limit)
      throw new DomainError('too_large', undefined, { field: 'reasons', limit });
    const id = await insertReason(tx, { ...content, kind: reason.kind, tag }, operatorName(tx));
    await audit(tx, {
      action: 'content.addReason',
      object: { kind: 'reason', id },
      after: { kind: reason.kind, tag, ...factsOf(content) },
    });
    return id;
  });
}

/**
 * Changes a reason. Throws `stale`, `not_found`, `invalid`, also if nobody could block without choosing a reason, or
 * `forbidden` like `addReason`.
 */
export function saveReason(
  ctx: StaffCtx,
  { id, version, ...input }: { readonly id: number; readonly version: number } & ReasonContent,
): Promise<{ version: number }> {
  const content = clean(input);
  if (id === DEFAULT_BAN_REASON && (!content.isOffered || content.needsText))
    throw invalid(content.isOffered ? 'needsText' : 'isOffered');
  requireChildSafety(ctx, content);
  return transact(ctx, async (tx) => {
    const before = await lockReason(tx, id);
    if (!before) throw new DomainError('not_found');
    requireChildSafety(ctx, before);
    if (before.version !== version)
      throw new DomainError('stale', undefined, {
        decided: { by: before.changedBy, what: 'reason saved', at: before.changedAt },
      });
    const written = await updateReason(tx, id, content, tx.staff.name);
    await audit(tx, {
      action: 'content.saveReason',
      object: { kind: 'reason', id },
      before: factsOf(before),
      after: factsOf(content),
    });
    return written;
  });
}

/** Gives the reasons another order. Throws `stale` or `invalid` like `requireOrder`. */
export function orderReasons(ctx: StaffCtx, order: Reordering): Promise<void> {
  return transact(ctx, async (tx) => {
    requireOrder(await lockReasonOrder(tx), order);
    await updateReasonOrder(tx, order.ids);
    await audit(tx, { action: 'content.orderReasons', before: order.seen, after: order.ids });
  });
}

/** Throws `forbidden` if a reason is for those only who handle child safety, and the caller does not. Commands may all. */
function requireChildSafety({ staff }: OperatorCtx, { isChildSafety }: { isChildSafety: boolean }): void {
  if (isChildSafety && staff && !hasPermission(staff, 'child_safety')) throw new DomainError('forbidden');
}

/** Cleans what is written of a reason. Somebody who is reported for child safety must not be warned, so it has no letter. */
function clean({
  needsText,
  isChildSafety,
  isOffered,
  title,
  description,
  texts,
}: ReasonContent): ReasonContent {
  const { title: titleMax, description: descriptionMax } = bounds.text.reasonCharacters;
  const words = (text: Omit<ReasonText, 'letter'>) => ({
    title: cleanLine('title', text.title, { max: titleMax }),
    description: cleanLine('description', text.description, { max: descriptionMax, min: 0 }),
  });
  const cleaned = Object.entries(texts).map(([language, text]) => {
    const letter = cleanProse('letter', text.letter, { max: bounds.text.letterCharacters, min: 0 });
    if (letter !== '' && isChildSafety) throw invalid('letter');
    return [language, { ...words(text), letter }] as const;
  });
  const own = words({ title, description });
  return { needsText, isChildSafety, isOffered, ...own, texts: Object.fromEntries(cleaned) };
}

function factsOf({ title, needsText, isChildSafety, isOffered, texts }: ReasonContent): object {
  const letters = Object.entries(texts).flatMap(([language, { letter }]) =>
    letter === '' ? [] : [language],
  );
  return { title, needsText, isChildSafety, isOffered, letters };
}
