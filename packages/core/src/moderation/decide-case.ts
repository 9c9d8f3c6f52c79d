import { listEvidence } from '../conversations/index.js';
import { DomainError, transact, type Ctx } from '../kernel/index.js';
import { selectCase, selectOpenCases, updateCaseJudged } from './reports-store.js';
import { loadReportWeight } from './apply-automatic-sanctions.js';
import { insertLog, selectInForce, selectLog } from './store.js';
import type { Case, CaseDetails, Decision } from './types.js';

/** The open cases, most urgent first; at most 200. */
export function listCases(ctx: Ctx): Promise<Case[]> {
  return selectOpenCases(ctx, 200);
}

/** A case with the information needed to decide it. Throws `not_found`. */
export async function getCase(ctx: Ctx, id: number): Promise<CaseDetails> {
  const found = await selectCase(ctx, id);
  if (!found) throw new DomainError('not_found', `There is no case ${id}.`);
  const [evidence, together, sanctions, log] = await Promise.all([
    listEvidence(ctx, { caseId: id }),
    loadReportWeight(ctx, found.targetId),
    selectInForce(ctx, found.targetId),
    selectLog(ctx, found.targetId),
  ]);
  return { ...found, evidence, together, sanctions, log };
}

/** Closes an open case, once. The decision affects the weight of its reporter's later reports. Throws `not_found`. */
export async function decideCase(
  ctx: Ctx,
  input: Decision & { id: number; isUpheld: boolean },
): Promise<void> {
  const state = input.isUpheld ? 'upheld' : 'dismissed';
  await transact(ctx, async (tx) => {
    const accountId = await updateCaseJudged(tx, input.id, state);
    if (accountId === undefined) throw new DomainError('not_found', `There is no open case ${input.id}.`);
    await insertLog(tx, { ...input, accountId, what: `case ${state}`, reportId: input.id });
  });
}
