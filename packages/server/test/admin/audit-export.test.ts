import { describe, expect, it } from 'vitest';
import { bounds } from '@kith/core/kernel';
import { useKith } from '../harness/kith.js';
import { fetchWith, makeStaff, type Staff } from '../harness/staff.js';
import { makeTenant } from '../im/operator.js';

const kith = useKith();

async function fetchFile(by: Staff, query: string): Promise<Response> {
  return fetchWith(() => ({ cookie: by.cookie }))(`${kith.url}/admin/audit/export?${query}`, {
    method: 'GET',
  });
}

const linesOf = async (response: Response) =>
  (await response.text())
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: number; action: string; staffName: string });

/** The cells of a table, in which lines end with a carriage return and every cell has quotes. */
function cellsOf(table: string): string[][] {
  return table
    .replace('\uFEFF', '')
    .trimEnd()
    .split('\r\n')
    .map((line) => [...line.matchAll(/"((?:[^"]|"")*)"/g)].map(([, cell]) => cell!.replaceAll('""', '"')));
}

describe('GET /admin/audit/export', () => {
  it('has all rows that the filters leave, of more than a page, newest first, and of no other tenant', async () => {
    const owner = await makeStaff(kith, 'owner');
    const stranger = await makeStaff(kith, 'owner', { tenant: await makeTenant(kith) });
    const amount = bounds.staff.auditExportedAtOnce * 2 + 1;
    await kith.sql(
      `insert into audit_log (tenant_id, at, staff_name, action, address)
       select 1, n, 'robot', 'test.row', '' from generate_series(1, $1::int) n`,
      [amount],
    );
    const rows = await linesOf(await fetchFile(owner, 'format=jsonl&action=test.row'));
    expect(rows).toHaveLength(amount);
    expect(rows.map(({ id }) => id)).toEqual(rows.map(({ id }) => id).toSorted((a, b) => b - a));
    expect(new Set(rows.map(({ action }) => action))).toEqual(new Set(['test.row']));
    expect(await linesOf(await fetchFile(owner, `format=jsonl&since=10&until=20`))).toHaveLength(10);
    const theirs = await linesOf(await fetchFile(stranger, 'format=jsonl'));
    expect(theirs.map(({ staffName }) => staffName)).not.toContain('robot');
    // Each export is a row, with its filters.
    const { rows: exports } = await owner.ask('GET', '/admin/audit', { action: 'audit.export' });
    expect(exports.map(({ after }) => after)).toEqual([
      { format: 'jsonl', since: 10, until: 20 },
      { format: 'jsonl', action: 'test.row' },
    ]);
  });

  it('as a table keeps quotes and lines in their cells, and lets no cell be a formula', async () => {
    const owner = await makeStaff(kith, 'owner');
    await kith.sql(
      `insert into audit_log (tenant_id, at, staff_name, action, object_kind, object_id, before, address)
       values (1, 1700000000000, $1, 'test.csv', 'thing', '=1+1', $2, '-')`,
      ['a "quoted", name', JSON.stringify({ text: 'one\r\ntwo' })],
    );
    const response = await fetchFile(owner, 'format=csv&action=test.csv');
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="audit.csv"');
    const text = Buffer.from(await response.arrayBuffer()).toString('utf8');
    expect(text.startsWith('\uFEFF"id"')).toBe(true);
    const [head, row, ...more] = cellsOf(text);
    expect(more).toEqual([]);
    expect(Object.fromEntries(head!.map((name, i) => [name, row![i]]))).toEqual({
      id: expect.stringMatching(/^\d+$/),
      time: '2023-11-14T22:13:20.000Z',
      staffId: '',
      staff: 'a "quoted", name',
      action: 'test.csv',
      objectKind: 'thing',
      objectId: "'=1+1",
      before: '{"text":"one\\r\\ntwo"}',
      after: '',
      address: "'-",
    });
  });
});
