import { expect, it } from 'vitest';
import { useKith } from '../harness/kith.js';
import { makeStaff } from '../harness/staff.js';
import { changeSettings, makeTenant } from '../im/operator.js';
import { sweep } from '../../src/workers/sweep.js';

const kith = useKith();
const DAY_MS = 24 * 3600_000;

it('the audit log is kept as long as the tenant sets, and that of others as long as they do', async () => {
  const other = await makeTenant(kith);
  await makeStaff(kith, 'editor');
  await makeStaff(kith, 'editor', { tenant: other });
  await changeSettings(kith, 1, { auditDays: 30 });
  const rowsOf = async (tenant: number) =>
    (
      await kith.sql<{ action: string }>('select action from audit_log where tenant_id = $1 order by id', [
        tenant,
      ])
    ).map(({ action }) => action);
  const [here, there] = [await rowsOf(1), await rowsOf(other)];
  kith.advance(29 * DAY_MS);
  await makeStaff(kith, 'support');
  await sweep(kith.server.deps);
  const later = (await rowsOf(1)).slice(here.length);
  expect(await rowsOf(1)).toEqual([...here, ...later]);
  expect(later).toContain('staff.enrol');
  kith.advance(2 * DAY_MS);
  await sweep(kith.server.deps);
  expect(await rowsOf(1)).toEqual(later);
  expect(await rowsOf(other)).toEqual(there);
});
