import { bounds, invalid, isBlank, transact, type Ctx } from '../kernel/index.js';
import {
  deleteAuditEntries,
  insertAuditEntry,
  selectAuditEntries,
  type AuditEntry,
  type AuditFilter,
} from './audit-store.js';
import type { AuditedAction, OperatorTx, StaffCtx } from './types.js';

/** Writes an action to the audit log, in the transaction of the change. */
export function audit(tx: OperatorTx, action: AuditedAction): Promise<void> {
  return insertAuditEntry(tx, action);
}

/** Requires a reason that the audit log can keep. Throws `invalid`. */
export function requireWhy(why: string): void {
  const { reasonCharacters } = bounds.staff;
  if (isBlank(why)) throw invalid('why', 'empty');
  if (why.length > reasonCharacters) throw invalid('why', 'length', reasonCharacters);
}

/** A page of the audit log of the tenant, newest first. `next` is the `before` of the next page. */
export async function listAudit(
  ctx: StaffCtx,
  filter: AuditFilter,
): Promise<{ rows: AuditEntry[]; next: number | undefined }> {
  const found = await selectAuditEntries(ctx, filter, bounds.staff.auditRows + 1);
  const rows = found.slice(0, bounds.staff.auditRows);
  return { rows, next: found.length > rows.length ? rows.at(-1)?.id : undefined };
}

/**
 * All rows of the audit log of the tenant that match, newest first, in pages that are read when they are asked for. It is
 * logged before anything is read.
 */
export async function exportAudit(
  ctx: StaffCtx,
  { format, ...filter }: Omit<AuditFilter, 'before'> & { format: string },
): Promise<AsyncGenerator<AuditEntry[]>> {
  await transact(ctx, (tx) => audit(tx, { action: 'audit.export', after: { format, ...filter } }));
  return pagesOf(ctx, filter);
}

async function* pagesOf(ctx: StaffCtx, filter: AuditFilter): AsyncGenerator<AuditEntry[]> {
  const limit = bounds.staff.auditExportedAtOnce;
  for (let before = filter.before; ;) {
    const page = await selectAuditEntries(ctx, { ...filter, before }, limit);
    if (page.length > 0) yield page;
    if (page.length < limit) return;
    before = page.at(-1)?.id;
  }
}

/** Writes the test of a connection to the audit log: it can send a message, and it shows what others answer. */
export async function logConnectionTest(
  ctx: StaffCtx,
  { name, isOk, ms }: { name: string; isOk: boolean; ms: number },
): Promise<void> {
  await transact(ctx, (tx) =>
    audit(tx, { action: 'connections.test', object: { kind: 'connection', id: name }, after: { isOk, ms } }),
  );
}

/** Deletes rows of the audit log that are older than the tenant keeps them. Run periodically. */
export async function sweepAudit(ctx: Ctx): Promise<void> {
  await deleteAuditEntries(ctx, ctx.now() - ctx.tenant.settings.auditDays * DAY_MS);
}

const DAY_MS = 24 * 3600_000;
