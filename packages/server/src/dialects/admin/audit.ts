import type { admin } from '@kith/contract';
import { exportAudit, listAudit, type AuditEntry } from '@kith/core/staff';
import type { AdminHandlers } from './implement.js';
import { auditTableHead, presentAuditLines, presentAuditTable } from './present/audit-file.js';
import { withoutNulls } from './present/nulls.js';

export const auditHandlers: AdminHandlers<typeof admin.audit> = {
  list: async (ctx, params) => {
    const { rows, next } = await listAudit(ctx, params);
    return { rows: rows.map(withoutNulls), ...(next !== undefined && { next }) };
  },
  exportRows: async (ctx, params) => {
    const pages = await exportAudit(ctx, params);
    return params.format === 'csv'
      ? {
          name: 'audit.csv',
          type: 'text/csv; charset=utf-8',
          parts: writePages(pages, presentAuditTable, auditTableHead),
        }
      : {
          name: 'audit.jsonl',
          type: 'application/jsonl; charset=utf-8',
          parts: writePages(pages, presentAuditLines),
        };
  },
};

async function* writePages(
  pages: AsyncIterable<readonly AuditEntry[]>,
  present: (rows: readonly AuditEntry[]) => string,
  head = '',
): AsyncGenerator<string> {
  yield head;
  for await (const page of pages) yield present(page);
}
