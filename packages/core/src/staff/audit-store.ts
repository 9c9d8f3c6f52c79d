import type { Ctx, StaffId } from '../kernel/index.js';
import { operatorName, type AuditedAction, type OperatorTx } from './types.js';

/** A row of the audit log. */
export interface AuditEntry {
  readonly id: number;
  readonly at: number;
  /** Null for commands on the server. */
  readonly staffId: StaffId | null;
  readonly staffName: string;
  readonly action: string;
  readonly objectKind: string | null;
  readonly objectId: string | null;
  readonly before: unknown;
  readonly after: unknown;
  readonly address: string;
}

/** Which rows of the audit log to show. */
export interface AuditFilter {
  readonly staffId?: number | undefined;
  readonly action?: string | undefined;
  readonly objectKind?: string | undefined;
  readonly objectId?: string | undefined;
  /** Milliseconds; `until` is excluded. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  /** Only rows with a smaller id. */
  readonly before?: number | undefined;
}

/** Stores a row of the audit log. */
export async function insertAuditEntry(tx: OperatorTx, entry: AuditedAction): Promise<void> {
  const { staff } = tx;
  await tx.db
    .insertInto('audit_log')
    .values({
      tenant_id: entry.tenantId ?? tx.tenant.id,
      at: tx.now(),
      staff_tenant_id: staff?.tenantId ?? null,
      staff_id: staff?.id ?? null,
      staff_name: operatorName(tx),
      action: entry.action,
      object_kind: entry.object?.kind ?? null,
      object_id: entry.object === undefined ? null : String(entry.object.id),
      before: entry.before === undefined ? null : JSON.stringify(entry.before),
      after: entry.after === undefined ? null : JSON.stringify(entry.after),
      address: tx.address,
    })
    .execute();
}

/** Rows of the audit log, newest first. */
export function selectAuditEntries(ctx: Ctx, filter: AuditFilter, limit: number): Promise<AuditEntry[]> {
  let query = ctx.db
    .selectFrom('audit_log')
    .select(['id', 'at', 'staff_id as staffId', 'staff_name as staffName', 'action'])
    .select(['object_kind as objectKind', 'object_id as objectId', 'before', 'after', 'address'])
    .where('tenant_id', '=', ctx.tenant.id);
  // A number is its own id.
  if (filter.staffId !== undefined) query = query.where('staff_id', '=', filter.staffId as StaffId);
  if (filter.action !== undefined) query = query.where('action', '=', filter.action);
  if (filter.objectKind !== undefined) query = query.where('object_kind', '=', filter.objectKind);
  if (filter.objectId !== undefined) query = query.where('object_id', '=', filter.objectId);
  if (filter.since !== undefined) query = query.where('at', '>=', filter.since);
  if (filter.until !== undefined) query = query.where('at', '<', filter.until);
  if (filter.before !== undefined) query = query.where('id', '<', filter.before);
  return query.orderBy('id', 'desc').limit(limit).execute();
}

/** Deletes the rows of the tenant before a time. */
export async function deleteAuditEntries(ctx: Ctx, before: number): Promise<void> {
  await ctx.db
    .deleteFrom('audit_log')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('at', '<', before)
    .execute();
}
