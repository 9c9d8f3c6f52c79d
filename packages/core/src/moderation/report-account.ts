import type { Profile } from '../accounts/index.js';
import { endCallBetween } from '../calls/index.js';
import { accessReportable, requireOtherAccount } from '../contacts/index.js';
import { accessReported, attachEvidence, loadPairMessages, type Entry } from '../conversations/index.js';
import { block, unblock } from '../friendships/index.js';
import {
  bounds,
  cleanProse,
  DomainError,
  limitActor,
  transact,
  type AccountId,
  type MemberCtx,
  type MemberTx,
  parseWithSpelling,
  stringifyWithSpelling,
} from '../kernel/index.js';
import { lockCardUploads, attachPhotoEvidence } from '../photos/index.js';
import { upsertReported } from './open-reports-store.js';
import {
  insertReport,
  lockReportedAccount,
  selectNewestReport,
  selectOpenCase,
  selectReporter,
  selectWritings,
  updateBanLifted,
  updateReportOpened,
  type NewReport,
} from './reports-store.js';
import { DEFAULT_BAN_REASON, listReasons } from './reasons.js';
import { weightOf } from './rules.js';
import { applyAutomaticSanctions } from './apply-automatic-sanctions.js';
import type { AccountReport, Reason } from './types.js';

/** The input of `reportAccount`. */
export interface ReportInput {
  /** `ban`: block the account. `report`: open a case for moderators. `both`: both. */
  readonly kind: 'ban' | 'report' | 'both';
  readonly targetId: number;
  /** The reported message; its sender is then the target, regardless of `targetId`. */
  readonly messageId?: string | undefined;
  readonly reasonId?: number | undefined;
  readonly text?: string | undefined;
}

/**
 * Blocks or reports an account, or both; a repeat has no effect. Notifies no other account. A report opens one case per
 * reporter, target and reason, with the last messages between the two, including recalled ones. Throws `not_found`, and
 * `invalid` for the caller's own id and for a reason that is missing, of another kind, or lacks its required text.
 */
export async function reportAccount(ctx: MemberCtx, input: ReportInput): Promise<void> {
  await limitActor(ctx, 'report');
  const { kind } = input;
  if (kind !== 'ban' && input.reasonId === undefined) throw missing('reasonId');
  const text = cleanProse('reportText', input.text ?? '', { max: bounds.text.reportCharacters, min: 0 });
  if (input.messageId === undefined) requireOtherAccount(ctx, input.targetId);
  const reason = await chooseReason(ctx, { ...input, text });
  const message = input.messageId === undefined ? undefined : await accessReported(ctx, input.messageId);
  // A block would reveal the sender by hiding that account from the caller.
  if (message?.isAnonymous && kind !== 'report') throw new DomainError('not_found');
  const person = await accessReportable(ctx, message?.senderId ?? input.targetId);
  await transact(ctx, async (tx) => {
    // First, in the order of decisions: these lock the account, and then the rows that a case reads.
    await lockReportedAccount(tx, person.id);
    const isAnonymous = message?.isAnonymous ?? false;
    const { id: reasonId, isChildSafety } = reason;
    const report = { targetId: person.id, reasonId, text, isAnonymous, isChildSafety };
    if (kind === 'ban') await insertReport(tx, report);
    const caseId = kind === 'ban' ? undefined : await openCase(tx, report, person);
    const heldBy = caseId ?? (message && kind !== 'ban' ? await selectOpenCase(tx, report) : undefined);
    if (heldBy !== undefined)
      await attachEvidence(tx, heldBy, message ? { message } : { otherId: person.id });
    if (kind !== 'report' && (await block(tx, person.id))) await endCallBetween(tx, person.id);
    if (caseId !== undefined) await applyAutomaticSanctions(tx, person.id, caseId);
  });
}

/**
 * Lifts the caller's block of an account; reports stay. Returns false if there is none. Throws `not_found`, or
 * `invalid` for the caller's own id.
 */
export async function liftBan(ctx: MemberCtx, targetId: number): Promise<boolean> {
  const person = await accessReportable(ctx, targetId);
  return transact(ctx, async (tx) => {
    if (!(await unblock(tx, person.id))) return false;
    await updateBanLifted(tx, person.id);
    return true;
  });
}

/** The caller's newest report about an account that was not lifted. Throws `forbidden` if there is none. */
export async function getReport(ctx: MemberCtx, targetId: number): Promise<AccountReport> {
  const report = await selectNewestReport(ctx, targetId as AccountId); // validated by the lookup
  if (!report) throw new DomainError('forbidden');
  return report;
}

async function chooseReason(
  ctx: MemberCtx,
  { kind, reasonId = DEFAULT_BAN_REASON, text }: ReportInput,
): Promise<Reason> {
  const fitting = (await listReasons(ctx)).filter((reason) => kind === 'both' || reason.kind === kind);
  const reason = fitting.find(({ id }) => id === reasonId);
  if (!reason)
    throw new DomainError('invalid', 'The reason is not valid for this kind.', {
      field: 'reasonId',
      allowed: fitting.map(({ id }) => id),
    });
  if (reason.needsText && !text) throw missing('reportText');
  return reason;
}

function missing(field: string): DomainError {
  return new DomainError('invalid', `${field} is missing.`, { field, isMissing: true });
}

/** Opens a case and returns its id, or undefined if an identical one is open. */
async function openCase(tx: MemberTx, report: NewReport, person: Profile): Promise<number | undefined> {
  await insertReport(tx, report);
  const weight = weightOf(await selectReporter(tx));
  const messages = await loadPairMessages(tx, person.id, bounds.list.evidenceMessages);
  const photos = await lockCardUploads(tx, person.id);
  const writings = await selectWritings(tx, person.id, bounds.list.evidenceMessages);
  const caseId = await updateReportOpened(tx, report, {
    weight,
    snapshot: stringifyWithSpelling({
      profile: shown(person),
      photos,
      messages: messages.map(quoted),
      ...writings,
    }),
  });
  if (caseId === undefined) return undefined;
  await attachPhotoEvidence(tx, caseId, photos);
  await upsertReported(tx, { ...report, weight });
  return caseId;
}

function shown({ username, nickname, signature, sex, avatarName, status, createdAt }: Profile): object {
  return { username, nickname, signature, sex, hasPhoto: avatarName !== null, status, createdAt };
}

function quoted({ seq, senderId, sentAt, type, content, gone, alias }: Entry): object {
  return { seq, senderId, sentAt, type, content: parseWithSpelling(content), gone, alias };
}
