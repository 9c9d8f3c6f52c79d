import { describe, expect, it } from 'vitest';
import { NotSent } from '@kith/core/ports';
import { eventually, useKith } from '../harness/kith.js';
import { makeStaff } from '../harness/staff.js';
import { makeTenant } from '../im/operator.js';

const kith = useKith({
  nodes: { count: 2, bus: 'postgres' },
  overrides: {
    timing: { recordFiguresEveryMs: 100 },
    ports: {
      mail: {
        isAvailable: true,
        send: () => Promise.reject(new NotSent('later', 'try later, ada@example.com')),
      },
    },
  },
});

const jobOf = async (owner: Awaited<ReturnType<typeof makeStaff>>, name: string) =>
  (await owner.ask('GET', '/admin/jobs')).jobs.find(({ job }) => job === name);

describe('GET /admin/jobs', () => {
  it('shows the last and the next run of each job, whichever node has made it', async () => {
    const owner = await makeStaff(kith, 'owner');
    await eventually('the job has run', async () => (await jobOf(owner, 'send_mails')) !== undefined);
    const first = (await jobOf(owner, 'send_mails'))!;
    expect(first.nextAt).toBeGreaterThan(first.startedAt);
    expect(first.ms).toBeLessThan(60_000);
    await eventually('it has run again', async () => (await jobOf(owner, 'send_mails'))!.runs > first.runs);
    expect((await jobOf(owner, 'send_mails'))!.startedAt).toBeGreaterThan(first.startedAt);
  });

  it('shows why a run failed, in words only to who owns the installation', async () => {
    const [owner, installation] = [
      await makeStaff(kith, 'owner'),
      await makeStaff(kith, 'owner', { ownsInstallation: true }),
    ];
    await kith.sql('alter table outgoing_messages rename to outgoing_messages_away');
    try {
      await eventually('a run has failed', async () => {
        const [row] = await kith.sql<{ failures: number }>(
          "select coalesce(max(failures), 0)::int as failures from job_runs where job = 'send_mails'",
        );
        return row!.failures > 0;
      });
    } finally {
      await kith.sql('alter table outgoing_messages_away rename to outgoing_messages');
    }
    const shown = (await jobOf(installation, 'send_mails'))!;
    expect(shown.failures).toBeGreaterThan(0);
    expect(shown.error).toMatch(/^waiting messages could not be sent: .*42P01/);
    const hidden = (await jobOf(owner, 'send_mails'))!;
    expect(hidden.failedAt).toBe(shown.failedAt);
    expect(hidden).not.toHaveProperty('error');
  });
});

describe('POST /admin/jobs/retry', () => {
  it('makes a waiting message due and a failed copy wait again, only of the own tenant, and not what is settled', async () => {
    const owner = await makeStaff(kith, 'owner');
    const stranger = await makeStaff(kith, 'owner', { tenant: await makeTenant(kith) });
    const ada = await kith.person('ada');
    const now = kith.server.deps.now();
    const [message] = await kith.sql<{ id: number }>(
      `insert into outgoing_messages (tenant_id, channel, purpose, masked_address, address, code, locale, state, attempts,
         due_at, expires_at, created_at, changed_at, answer)
       values (1, 'mail', 'confirm', 'a…@example.com', 'ada@example.com', '123456', 'en', 'waiting', 1, $1, $1, $2, $2, 'busy'),
         (1, 'mail', 'confirm', 'b…@example.com', null, null, 'en', 'failed', 5, 1, 1, $2, $2, 'gone')
       returning id::int`,
      [now + 3600_000, now],
    );
    await kith.sql(
      "insert into data_exports (tenant_id, account_id, state, requested_at, attempts) values (1, $1, 'failed', $2, 3)",
      [ada.id, now],
    );
    const { failed } = await owner.ask('GET', '/admin/jobs');
    expect(failed.map(({ kind, state, canRetry, recipient }) => [kind, state, canRetry, recipient])).toEqual(
      expect.arrayContaining([
        ['message', 'waiting', true, 'a…@example.com'],
        ['message', 'failed', false, 'b…@example.com'],
        ['export', 'failed', true, String(ada.id)],
      ]),
    );
    expect(JSON.stringify(failed)).not.toContain('123456');
    expect((await stranger.ask('GET', '/admin/jobs')).failed).toEqual([]);
    const settled = failed.find(({ state, kind }) => kind === 'message' && state === 'failed')!;
    for (const [by, work] of [
      [stranger, { kind: 'message', id: message!.id }],
      [stranger, { kind: 'export', id: ada.id }],
      [owner, { kind: 'message', id: settled.id }],
    ] as const)
      await expect(by.ask('POST', '/admin/jobs/retry', work)).rejects.toMatchObject({ code: 'not_found' });

    await owner.ask('POST', '/admin/jobs/retry', { kind: 'message', id: message!.id });
    await eventually('the message is tried again', async () => {
      const [row] = await kith.sql<{ attempts: number }>(
        'select attempts from outgoing_messages where id = $1 and tenant_id = 1',
        [message!.id],
      );
      return row!.attempts > 1;
    });
    await owner.ask('POST', '/admin/jobs/retry', { kind: 'export', id: ada.id });
    await expect(
      owner.ask('POST', '/admin/jobs/retry', { kind: 'export', id: ada.id }),
    ).rejects.toMatchObject({ code: 'not_found' });
    const { rows } = await owner.ask('GET', '/admin/audit', { action: 'jobs.retry' });
    expect(rows.map(({ objectKind, objectId }) => [objectKind, objectId])).toEqual([
      ['account', String(ada.id)],
      ['message', String(message!.id)],
    ]);
  });
});
