import type { Profile } from '../accounts/index.js';
import { cutCall } from '../calls/index.js';
import { accessOffender, requireOtherAccount } from '../contacts/index.js';
import { accessReported, holdEvidence, loadEvidence, block, unblock } from '../conversations/index.js';
import {
  bounds,
  cleanProse,
  DomainError,
  limitActor,
  transact,
  type AccountId,
  type ConversationId,
  type Entry,
  type MemberCtx,
  parseWithSpelling,
  stringifyWithSpelling,
} from '../kernel/index.js';
import { findEvidence, keepEvidence } from '../photos/index.js';
import {
  insertComplaint,
  selectNewestComplaint,
  selectOpenCase,
  selectReporter,
  selectWritings,
  updateBanLifted,
  updateComplaintOpened,
} from './complaints-store.js';
import { listReasons, type Reason } from './reasons.js';
import { weigh } from './rules.js';
import { weighReports } from './weigh-reports.js';

export interface ComplaintInput {
  /** `ban`: not to see each other any more. `report`: moderators shall look. `both`: both. */
  readonly kind: 'ban' | 'report' | 'both';
  readonly targetId: number;
  /** The message that it is about; then its sender is meant, whoever `targetId` is. */
  readonly messageId?: string | undefined;
  readonly reasonId?: number | undefined;
  readonly text?: string | undefined;
}

/** What somebody said against somebody. */
export interface Complaint {
  readonly id: number;
  /** The conversation of the two, if there is one. */
  readonly conversationId: ConversationId | null;
  readonly reporterId: AccountId;
  readonly targetId: AccountId;
  readonly reason: Reason;
  readonly text: string;
  /** The bucket that it brought upon the other. */
  readonly bucketId: number | null;
  readonly createdAt: number;
  readonly judgedAt: number | null;
  /** Whether the reporter's ban of the other stands now. */
  readonly isBanned: boolean;
}

const DEFAULT_BAN_REASON = 10;

/**
 * Bans somebody, reports somebody, or both at once; a repeat changes nothing. Nobody else is told. A report opens one
 * case for each reporter, target and reason, with what the two wrote last, also what was taken back. Throws `not_found`, and `invalid` for the
 * caller, and for a reason that is missing, of another kind, or without the text that it needs.
 */
export async function complain(ctx: MemberCtx, input: ComplaintInput): Promise<void> {
  await limitActor(ctx, 'report');
  const { kind } = input;
  if (kind !== 'ban' && input.reasonId === undefined) throw missing('block_reason_id');
  const text = cleanProse('report_text', input.text ?? '', { max: bounds.text.reportCharacters, min: 0 });
  if (input.messageId === undefined) requireOtherAccount(ctx, input.targetId);
  const reason = await chooseReason(ctx, { ...input, text });
  const message = input.messageId === undefined ? undefined : await accessReported(ctx, input.messageId);
  // A ban would tell who spoke: that person disappears.
  if (message?.isAnonymous && kind !== 'report') throw new DomainError('not_found');
  const person = await accessOffender(ctx, message?.senderId ?? input.targetId);
  await transact(ctx, async (tx) => {
    const isAnonymous = message?.isAnonymous ?? false;
    const complaint = { targetId: person.id, reasonId: reason.id, text, isAnonymous };
    if (kind === 'ban') await insertComplaint(tx, complaint);
    const caseId = kind === 'ban' ? undefined : await openCase(tx, complaint, person);
    const heldBy = caseId ?? (message && kind !== 'ban' ? await selectOpenCase(tx, complaint) : undefined);
    if (heldBy !== undefined) await holdEvidence(tx, heldBy, message ? { message } : { otherId: person.id });
    if (kind !== 'report' && (await block(tx, person.id))) await cutCall(tx, person.id);
    if (caseId !== undefined) await weighReports(tx, person.id, caseId);
  });
}

/** Lifts the caller's ban of somebody; reports stay. False when there is none. Throws `not_found`, or `invalid` for the caller. */
export async function liftBan(ctx: MemberCtx, targetId: number): Promise<boolean> {
  const person = await accessOffender(ctx, targetId);
  return transact(ctx, async (tx) => {
    if (!(await unblock(tx, person.id))) return false;
    await updateBanLifted(tx, person.id);
    return true;
  });
}

/** The newest thing that the caller said against somebody and has not lifted. Throws `forbidden` when there is none. */
export async function getComplaint(ctx: MemberCtx, targetId: number): Promise<Complaint> {
  const complaint = await selectNewestComplaint(ctx, targetId as AccountId); // looked for among the caller's own
  if (!complaint) throw new DomainError('forbidden');
  return complaint;
}

async function chooseReason(
  ctx: MemberCtx,
  { kind, reasonId = DEFAULT_BAN_REASON, text }: ComplaintInput,
): Promise<Reason> {
  const fitting = (await listReasons(ctx)).filter((reason) => kind === 'both' || reason.kind === kind);
  const reason = fitting.find(({ id }) => id === reasonId);
  if (!reason)
    throw new DomainError('invalid', 'The reason is none for this.', {
      field: 'block_reason_id',
      allowed: fitting.map(({ id }) => id),
    });
  if (reason.needsText && !text) throw missing('report_text');
  return reason;
}

function missing(field: string): DomainError {
  return new DomainError('invalid', `${field} is missing.`, { field, isMissing: true });
}

/** Opens a case and answers its id, or undefined when the same one is open. */
async function openCase(
  tx: MemberCtx,
  complaint: { targetId: AccountId; reasonId: number; text: string; isAnonymous: boolean },
  person: Profile,
): Promise<number | undefined> {
  await insertComplaint(tx, complaint);
  const reporter = await selectReporter(tx);
  const messages = await loadEvidence(tx, person.id, bounds.list.evidenceMessages);
  const photos = await findEvidence(tx, person.id);
  const writings = await selectWritings(tx, person.id, bounds.list.evidenceMessages);
  const caseId = await updateComplaintOpened(tx, complaint, {
    weight: weigh(reporter),
    snapshot: stringifyWithSpelling({
      profile: shown(person),
      photos,
      messages: messages.map(quoted),
      ...writings,
    }),
  });
  if (caseId !== undefined) await keepEvidence(tx, caseId, photos);
  return caseId;
}

function shown({ username, nickname, signature, sex, photoName, status, createdAt }: Profile): object {
  return { username, nickname, signature, sex, hasPhoto: photoName !== null, status, createdAt };
}

function quoted({ seq, senderId, sentAt, type, content, gone, alias }: Entry): object {
  return { seq, senderId, sentAt, type, content: parseWithSpelling(content), gone, alias };
}
