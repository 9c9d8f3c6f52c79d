import { describe, expect, it } from 'vitest';
import { useKith } from '../harness/kith.js';
import { makeStaff } from '../harness/staff.js';
import { changeSettings, makeTenant } from '../im/operator.js';
import { sweep } from '../../src/workers/sweep.js';

const kith = useKith();
const DAY_MS = 24 * 3600_000;

describe('GET /admin/retention, GET /admin/retention/preview', () => {
  it('show what is kept for how long, and exactly what a shorter time would delete', async () => {
    const owner = await makeStaff(kith, 'owner');
    const there = await makeTenant(kith);
    const stranger = await makeStaff(kith, 'owner', { tenant: there });
    const now = kith.server.deps.now();
    await kith.sql(
      `insert into audit_log (tenant_id, at, staff_name, action, address)
       select 1, $1::bigint - n * $2::bigint, 'robot', 'test.old', '' from unnest(array[40, 50, 60, 100]) n`,
      [now, DAY_MS],
    );
    const auditOf = async (by = owner) =>
      (await by.ask('GET', '/admin/retention')).find(({ kind }) => kind === 'audit')!;
    const preview = async (days: number, by = owner) =>
      (await by.ask('GET', '/admin/retention/preview', { kind: 'audit', days })).rows;
    const before = await auditOf();
    expect(before).toMatchObject({ days: 730, setting: 'auditDays', counts: 'all' });
    expect(Math.round((now - before.oldestAt!) / DAY_MS)).toBe(100);
    expect([await preview(730), await preview(70), await preview(45), await preview(30)]).toEqual([
      0, 1, 3, 4,
    ]);
    expect([await preview(30, stranger), (await auditOf(stranger)).rows < before.rows]).toEqual([0, true]);
    // A preview changes nothing; the sweep deletes what it has said.
    expect((await auditOf()).rows).toBe(before.rows);
    await changeSettings(kith, 1, { auditDays: 45 });
    await sweep(kith.server.deps);
    expect(await kith.sql("select from audit_log where action = 'test.old'")).toHaveLength(1);
    expect(await auditOf()).toMatchObject({ days: 45 });
    expect(await preview(45)).toBe(0);
  });

  it('say what ends within some days, with the size of its files', async () => {
    const tenant = await makeTenant(kith);
    const owner = await makeStaff(kith, 'owner', { tenant });
    const ada = await kith.person('ada', { tenant });
    await kith.sql(
      `insert into photo_uploads (tenant_id, account_id, file_id, is_animated, source_hash, picture_hash, created_at, remove_at, size_bytes)
       select $1, $2, md5(n::text), false, '', '', 1, $3::bigint + n * $4::bigint, 1000 * n from unnest(array[2, 5, 9]) n`,
      [tenant, ada.id, kith.server.deps.now(), DAY_MS],
    );
    const ending = (days: number) =>
      owner.ask('GET', '/admin/retention/preview', { kind: 'photo_evidence', days });
    expect([await ending(1), await ending(6), await ending(10)]).toEqual([
      { rows: 0 },
      { rows: 2, bytes: 7000 },
      { rows: 3, bytes: 16_000 },
    ]);
    const list = await owner.ask('GET', '/admin/retention');
    expect(list.find(({ kind }) => kind === 'photo_evidence')).toMatchObject({ rows: 3, bytes: 16_000 });
  });

  it('count no more rows than the limit', async () => {
    const owner = await makeStaff(kith, 'owner');
    await kith.sql(
      `insert into audit_log (tenant_id, at, staff_name, action, address)
       select 1, n, 'robot', 'test.many', '' from generate_series(1, 10500) n`,
    );
    const { rows } = await owner.ask('GET', '/admin/retention/preview', { kind: 'audit', days: 30 });
    expect(rows).toBe(10_000);
    const list = await owner.ask('GET', '/admin/retention');
    expect(list.find(({ kind }) => kind === 'audit')!.rows).toBe(10_000);
    expect(list.map(({ kind, counts }) => [kind, counts])).toEqual([
      ['audit', 'all'],
      ['age_group_changes', 'all'],
      ['evidence', 'new'],
      ['photo_evidence', 'new'],
      ['data_exports', 'new'],
      ['unsent_files', undefined],
      ['outgoing_messages', undefined],
      ['figures', undefined],
    ]);
  });
});
