import type { AuditEntry } from '@kith/core/staff';
import { withoutNulls } from './nulls.js';

/** The columns of a table of the audit log. */
const COLUMNS = [
  'id',
  'time',
  'staffId',
  'staff',
  'action',
  'objectKind',
  'objectId',
  'before',
  'after',
  'address',
];

/** A spreadsheet takes what begins like this for a formula; the quote makes it a text. */
const FORMULA = /^[=+\-@\t\r]/;

/** The head of the table. The mark at its beginning tells spreadsheets that it is UTF-8. */
export const auditTableHead = `\uFEFF${lineOf(COLUMNS)}`;

/** Rows of the audit log as lines of a table. */
export function presentAuditTable(rows: readonly AuditEntry[]): string {
  return rows.map((row) => lineOf(cellsOf(row))).join('');
}

/** Rows of the audit log as one JSON object in each line, as the list has them. */
export function presentAuditLines(rows: readonly AuditEntry[]): string {
  return rows.map((row) => `${JSON.stringify(withoutNulls(row))}\n`).join('');
}

function cellsOf(row: AuditEntry): string[] {
  const { id, at, staffId, staffName, action, objectKind, objectId, before, after, address } = row;
  const json = (value: unknown) => (value === null ? '' : JSON.stringify(value));
  return [
    String(id),
    new Date(at).toISOString(),
    String(staffId ?? ''),
    staffName,
    action,
    objectKind ?? '',
    objectId ?? '',
    json(before),
    json(after),
    address,
  ];
}

function lineOf(cells: readonly string[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`;
}

function cellOf(text: string): string {
  return `"${(FORMULA.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}
