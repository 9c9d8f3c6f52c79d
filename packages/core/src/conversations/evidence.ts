import {
  bounds,
  DomainError,
  parseMessageId,
  transact,
  type AccountId,
  type ConversationId,
  type Ctx,
  type MemberCtx,
  type MemberTx,
} from '../kernel/index.js';
import type { Entry } from './event-types.js';
import { readEvidenceFile, releaseFiles } from '../media/index.js';
import { selectEntries } from './entries-store.js';
import {
  deleteDueEvidence,
  insertCaseEvidence,
  selectEvidence,
  selectIsEvidenceFile,
  selectReportable,
  type Evidence,
} from './evidence-store.js';
import { selectMembershipById, findSingleHead } from './store.js';

/** A reported message with its true sender, which is not revealed to the reporter of an anonymous message. */
export interface ReportedMessage {
  readonly conversationId: ConversationId;
  readonly seq: number;
  readonly senderId: AccountId;
  readonly isAnonymous: boolean;
}

/**
 * The message with this id, if the caller was a member when it was sent, even if it was recalled since. Throws
 * `not_found`.
 */
export async function accessReported(ctx: MemberCtx, id: string): Promise<ReportedMessage> {
  const place = parseMessageId(id);
  const message = place && (await selectReportable(ctx, place));
  if (!message) throw new DomainError('not_found');
  return { ...place, senderId: message.senderId, isAnonymous: message.alias !== null };
}

/** Keeps the evidence of a case: one message, or the messages between the caller and an account. */
export async function attachEvidence(
  tx: MemberTx,
  caseId: number,
  about: { message: ReportedMessage } | { otherId: AccountId },
): Promise<void> {
  const held = 'message' in about ? about.message : await ofPair(tx, about.otherId);
  if (!held) return;
  await insertCaseEvidence(tx, caseId, { ...held, limit: bounds.list.evidenceMessages });
}

async function ofPair(
  tx: MemberTx,
  otherId: AccountId,
): Promise<{ conversationId: ConversationId; senderId: AccountId } | undefined> {
  const conversation = await findSingleHead(tx, otherId);
  return conversation && { conversationId: conversation.id, senderId: otherId };
}

/**
 * The last messages between the caller and an account, oldest first, regardless of blocks, withholding and cleared
 * history: the evidence of a report.
 */
export async function loadPairMessages(ctx: MemberCtx, otherId: AccountId, limit: number): Promise<Entry[]> {
  const conversation = await findSingleHead(ctx, otherId);
  const membership = conversation && (await selectMembershipById(ctx, conversation.id));
  if (!membership) return [];
  const whole = { ...membership, withheldAfter: null, clearedSeq: 0 };
  const { entries } = await selectEntries(ctx, whole, { before: membership.lastSeq + 1, limit });
  return entries.filter((entry) => entry.kind === 'message');
}

/** The evidence of cases, or of an account's messages; for moderators. */
export function listEvidence(
  ctx: Ctx,
  of: { caseIds: readonly number[] } | { senderId: AccountId },
): Promise<Evidence[]> {
  return selectEvidence(ctx, of, bounds.list.evidenceListed);
}

/** The bytes of a file kept as evidence; for moderators. Throws `not_found`. */
export async function openEvidenceFile(ctx: Ctx, name: string): Promise<Uint8Array> {
  const bytes = (await selectIsEvidenceFile(ctx, name)) ? await readEvidenceFile(ctx, name) : undefined;
  if (!bytes) throw new DomainError('not_found', `No evidence references a file ${name}.`);
  return bytes;
}

/** Deletes expired evidence, with the files that nothing else references. Run periodically. */
export async function sweepEvidence(ctx: Ctx): Promise<void> {
  const amount = await transact(ctx, async (tx) => {
    const gone = await deleteDueEvidence(tx, bounds.list.evidenceSweptAtOnce);
    await releaseFiles(tx, gone.fileIds);
    return gone.amount;
  });
  if (amount === bounds.list.evidenceSweptAtOnce) await sweepEvidence(ctx);
}
