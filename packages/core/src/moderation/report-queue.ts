import { listEvidence, type Evidence } from '../conversations/index.js';
import { bounds, DomainError, invalid, transact } from '../kernel/index.js';
import { findUploads, type Upload } from '../photos/index.js';
import { audit, type StaffCtx } from '../staff/index.js';
import { loadReportWeight } from './apply-automatic-sanctions.js';
import type { ReportQueueName } from './review-leases-store.js';
import {
  selectReportedPeople,
  selectReportQueue,
  type ReportedPerson,
  type ReportQueue,
  type ReportQueuePlace,
} from './report-queue-store.js';
import { selectOpenReports, type OpenReport } from './open-reports-store.js';
import type { ReportWeight } from './rules.js';

const amounts = { decisions: bounds.staff.queueDecisions, tagged: bounds.staff.reportsShown };

/** A page of the accounts with open reports, those with the heaviest reports first. `next` is the `after` of the next page. */
export async function listReportQueue(
  ctx: StaffCtx,
  { queue, after }: { queue: ReportQueueName; after: string | undefined },
): Promise<ReportQueue & { next: string | undefined }> {
  const { queueItems: size, queueCounted: counted } = bounds.staff;
  const place = after === undefined ? undefined : readPlace(after);
  const page = await selectReportQueue(ctx, queue, { ...amounts, after: place, limit: size + 1, counted });
  const rows = page.rows.slice(0, size);
  const last = page.rows.length > size ? rows.at(-1) : undefined;
  return { ...page, rows, next: last && `${last.weight}/${last.person.id}` };
}

/** Throws `invalid`. */
function readPlace(text: string): ReportQueuePlace {
  const [, weight, accountId] = /^(\d{1,9}(?:\.\d{1,2})?)\/(\d{1,9})$/.exec(text) ?? [];
  if (weight === undefined || accountId === undefined) throw invalid('after');
  return { weight: Number(weight), accountId: Number(accountId) };
}

/** An account with its newest open reports and the evidence of them. */
export interface ReportedPersonDetails extends ReportedPerson {
  readonly reports: readonly OpenReport[];
  /** The uploads on the card at the time of these reports that still exist. */
  readonly uploads: ReadonlyMap<number, Upload>;
  /** Original messages, including recalled ones. */
  readonly evidence: readonly Evidence[];
  /** The weight of the reports that count against the account, with the numbers of reporters and of sources. */
  readonly together: ReportWeight;
}

/** An account with open reports, and the evidence as it was at the time of each. Throws `not_found`. */
export function getReportedPerson(ctx: StaffCtx, accountId: number): Promise<ReportedPersonDetails> {
  return loadDetails(ctx, { queue: 'reports', accountId });
}

/** The same for reports of child safety. It is logged before anything is shown. */
export async function openChildSafetyReports(
  ctx: StaffCtx,
  accountId: number,
): Promise<ReportedPersonDetails> {
  const details = await loadDetails(ctx, { queue: 'child_safety', accountId });
  const object = { kind: 'account', id: accountId };
  await transact(ctx, (tx) => audit(tx, { action: 'child_safety.open', object }));
  return details;
}

async function loadDetails(
  ctx: StaffCtx,
  { queue, accountId }: { queue: ReportQueueName; accountId: number },
): Promise<ReportedPersonDetails> {
  const [found] = await selectReportedPeople(ctx, queue, { ...amounts, accountIds: [accountId] });
  if (!found) throw new DomainError('not_found');
  const { id } = found.person;
  const isChildSafety = queue === 'child_safety';
  const reports = await selectOpenReports(ctx, id, { queue, limit: bounds.staff.reportsShown });
  const uploadIds = [
    ...new Set(reports.flatMap(({ snapshot }) => snapshot.photos.map((one) => one.uploadId))),
  ];
  const [evidence, uploads, together] = await Promise.all([
    listEvidence(ctx, { caseIds: reports.map((report) => report.id) }),
    findUploads(ctx, uploadIds),
    loadReportWeight(ctx, id, isChildSafety),
  ]);
  const shown = uploads.filter((upload) => isChildSafety || !upload.isRestricted);
  return {
    ...found,
    reports,
    evidence,
    uploads: new Map(shown.map((upload) => [upload.id, upload])),
    together,
  };
}
