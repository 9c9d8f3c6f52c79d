import { listEvidence } from '../conversations/index.js';
import { DomainError, transact, type AccountId, type Ctx } from '../kernel/index.js';
import { sendLettersOfReports } from './letters.js';
import { recountReported } from './open-reports-store.js';
import {
  lockReportedAccount,
  selectCase,
  selectOpenCases,
  updateCaseJudged,
  type StoredCase,
} from './reports-store.js';
import { loadReportWeight } from './apply-automatic-sanctions.js';
import { isTold } from './rules.js';
import { insertLog, selectInForce, selectLog } from './store.js';
import type { Case, CaseDetails, Decision, Sanction } from './types.js';

/** A case. */
export interface CaseChoice {
  readonly id: number;
  /** Required for cases of child safety, so that moderators do not see them by accident. */
  readonly isChildSafety?: boolean;
}

/** The open cases, those of child safety or all others, most urgent first; at most 200. */
export function listCases(ctx: Ctx, isChildSafety = false): Promise<Case[]> {
  return selectOpenCases(ctx, { isChildSafety, limit: 200 });
}

/** A case with the information needed to decide it. Throws `not_found`. */
export async function getCase(ctx: Ctx, choice: CaseChoice): Promise<CaseDetails> {
  const { id, isChildSafety = false } = choice;
  const { reasonId: _, ...found } = await accessCase(ctx, choice);
  const [evidence, together, sanctions, log] = await Promise.all([
    listEvidence(ctx, { caseIds: [id] }),
    loadReportWeight(ctx, found.targetId, isChildSafety),
    selectInForce(ctx, found.targetId),
    selectLog(ctx, found.targetId, isChildSafety),
  ]);
  return { ...found, evidence, together, sanctions, log };
}

/**
 * Closes an open case, once. The decision affects the weight of its reporter's later reports. If the case is right, and a sanction
 * that the account notices is in force, the letter of the reason tells why. Throws `not_found`.
 */
export async function decideCase(
  ctx: Ctx,
  input: Decision & CaseChoice & { isUpheld: boolean },
): Promise<void> {
  const { id, by, why } = input;
  const state = input.isUpheld ? 'upheld' : 'dismissed';
  const { targetId: accountId, isChildSafety } = await accessCase(ctx, input);
  await transact(ctx, async (tx) => {
    await lockReportedAccount(tx, accountId);
    const told = input.isUpheld && !isChildSafety ? await selectTold(tx, accountId) : undefined;
    const line = { accountId, by, why, what: `case ${state}`, reportId: id, isChildSafety };
    const decisionId = await insertLog(tx, { ...line, sanctionId: told?.id });
    if (!(await updateCaseJudged(tx, { id, isChildSafety }, { state, decisionId })))
      throw new DomainError('not_found', `There is no open case ${id}.`);
    if (told) await sendLettersOfReports(tx, [decisionId]);
    await recountReported(tx, [accountId]);
  });
}

/** The hardest sanction in force of which an account may be told. */
async function selectTold(ctx: Ctx, accountId: AccountId): Promise<Sanction | undefined> {
  const inForce = (await selectInForce(ctx, accountId)).filter(isTold);
  return inForce.find(({ kind }) => kind === 'ban') ?? inForce[0];
}

/** A case that the caller means to see. Throws `not_found`. */
async function accessCase(ctx: Ctx, { id, isChildSafety }: CaseChoice): Promise<StoredCase> {
  const found = await selectCase(ctx, id);
  if (!found || (found.isChildSafety && !isChildSafety))
    throw new DomainError('not_found', `There is no case ${id}.`);
  return found;
}
