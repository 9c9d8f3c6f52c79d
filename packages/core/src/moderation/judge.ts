import { listEvidence, type Evidence } from '../conversations/index.js';
import { DomainError, transact, type AccountId, type Ctx } from '../kernel/index.js';
import { selectCase, selectOpenCases, updateCaseJudged } from './complaints-store.js';
import type { Decision, Sanction } from './sanction.js';
import type { Weighed } from './rules.js';
import { weighAgainst } from './weigh-reports.js';
import { insertLog, selectInForce, selectLog, type LogLine } from './store.js';

/** A report for moderators. */
export interface Case {
  readonly id: number;
  readonly reporterId: AccountId;
  readonly targetId: AccountId;
  readonly targetName: string;
  readonly tag: string;
  readonly text: string;
  readonly state: 'open' | 'upheld' | 'dismissed';
  readonly weight: number;
  readonly createdAt: number;
  readonly judgedAt: number | null;
}

/** A case with its evidence, and with what was decided about the account so far. */
export interface CaseDetails extends Case {
  readonly snapshot: unknown;
  /** Messages that the case is about, as they were, also those that were taken back. */
  readonly evidence: readonly Evidence[];
  /** What all reports that count against the account weigh now, of how many people, from how many addresses or devices. */
  readonly together: Weighed;
  readonly sanctions: readonly Sanction[];
  readonly log: readonly LogLine[];
}

/** The open cases, most urgent first; at most 200. */
export function listCases(ctx: Ctx): Promise<Case[]> {
  return selectOpenCases(ctx, 200);
}

/** A case with everything that helps to decide it. Throws `not_found`. */
export async function getCase(ctx: Ctx, id: number): Promise<CaseDetails> {
  const found = await selectCase(ctx, id);
  if (!found) throw new DomainError('not_found', `There is no case ${id}.`);
  const [evidence, together, sanctions, log] = await Promise.all([
    listEvidence(ctx, { caseId: id }),
    weighAgainst(ctx, found.targetId),
    selectInForce(ctx, found.targetId),
    selectLog(ctx, found.targetId),
  ]);
  return { ...found, evidence, together, sanctions, log };
}

/** Closes an open case, once. Whether its reporter was right counts from then on. Throws `not_found`. */
export async function decideCase(
  ctx: Ctx,
  input: Decision & { id: number; isUpheld: boolean },
): Promise<void> {
  const state = input.isUpheld ? 'upheld' : 'dismissed';
  await transact(ctx, async (tx) => {
    const accountId = await updateCaseJudged(tx, input.id, state);
    if (accountId === undefined) throw new DomainError('not_found', `There is no open case ${input.id}.`);
    await insertLog(tx, { ...input, accountId, what: `case ${state}`, complaintId: input.id });
  });
}
