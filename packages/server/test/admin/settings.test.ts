import { describe, expect, it } from 'vitest';
import { defaultSettings } from '@kith/core/kernel';
import { say } from '../conversations/chatting.js';
import { eventually, useKith } from '../harness/kith.js';
import { makeStaff, type Staff } from '../harness/staff.js';
import { ask, textFrame } from '../realtime/support.js';

const kith = useKith({ nodes: { count: 2, bus: 'postgres' } });

const settingsOf = ({ ask }: Staff) => ask('GET', '/admin/settings');
const settingOf = async (owner: Staff, name: string) =>
  (await settingsOf(owner)).settings.find((setting) => setting.name === name)!;
async function change(
  owner: Staff,
  change: { values?: Record<string, string | number | boolean>; reset?: string[] },
) {
  const { version } = await settingsOf(owner);
  return owner.ask('PUT', '/admin/settings', { version, ...change });
}

describe('GET /admin/settings, PUT /admin/settings', () => {
  it('show every setting with what it accepts, its default and who changed it', async () => {
    const owner = await makeStaff(kith, 'owner');
    const { settings } = await settingsOf(owner);
    expect(settings.map(({ name }) => name)).toEqual(Object.keys(defaultSettings));
    expect(settings.every(({ isDefault, changedBy }) => isDefault && changedBy === undefined)).toBe(true);
    expect(settings.find(({ name }) => name === 'groupMaxMembers')).toEqual({
      name: 'groupMaxMembers',
      area: 'groups',
      meaning: 'How many members a group may have.',
      kind: 'number',
      min: 2,
      max: 100_000,
      isDangerous: false,
      default: 5000,
      value: 5000,
      isDefault: true,
    });
    const before = kith.server.deps.now();
    const after = await change(owner, { values: { groupMaxMembers: 50, receiptMode: 'api' } });
    const [limit, mode] = ['groupMaxMembers', 'receiptMode'].map((one) =>
      after.settings.find(({ name }) => name === one),
    );
    expect(limit).toMatchObject({ value: 50, default: 5000, isDefault: false, changedBy: owner.name });
    expect(limit!.changedAt).toBeGreaterThanOrEqual(before);
    expect(mode).toMatchObject({ kind: 'choice', choices: ['strict', 'api', 'trust'], isDangerous: true });
    const { rows } = await owner.ask('GET', '/admin/audit', { action: 'settings.change' });
    expect(rows[0]).toMatchObject({
      staffName: owner.name,
      before: { groupMaxMembers: null, receiptMode: null },
      after: { groupMaxMembers: 50, receiptMode: 'api' },
    });

    const again = await change(owner, { reset: ['groupMaxMembers'], values: { receiptMode: 'strict' } });
    expect(again.settings.find(({ name }) => name === 'groupMaxMembers')).toMatchObject({
      value: 5000,
      isDefault: true,
      changedBy: owner.name,
    });
    // What changes nothing is not logged.
    const logged = async () =>
      (await owner.ask('GET', '/admin/audit', { action: 'settings.change' })).rows.length;
    const count = await logged();
    await change(owner, { reset: ['groupMaxMembers'], values: { receiptMode: 'strict' } });
    expect(await logged()).toBe(count);
  });

  it('explain each setting in the language of the reader', async () => {
    const { cookie } = await makeStaff(kith, 'owner');
    const meaning = async (language: string) => {
      const headers = { cookie, 'accept-language': language };
      const response = await fetch(`${kith.url}/admin/settings`, { headers });
      const { data } = (await response.json()) as { data: { settings: { name: string; meaning: string }[] } };
      return data.settings.find(({ name }) => name === 'callRingSeconds')!.meaning;
    };
    expect(await meaning('en')).toBe('How long a call rings until it is missed.');
    expect(await meaning('zh-TW')).toBe('通話響鈴多久後算作未接。');
    expect(await meaning('zh-CN')).toBe('呼叫响铃多久后算作未接。');
  });

  it('refuse what a setting does not accept, at its name, and then change nothing', async () => {
    const owner = await makeStaff(kith, 'owner');
    const wrong: Record<string, string | number | boolean>[] = [
      { callRingSeconds: 0 },
      { callRingSeconds: '60' },
      { ticketsPerDay: 1.5 },
      { openVisitors: 'true' },
      { imProfile: 'other' },
      { timeZone: 'Mars/Olympus' },
      { supportHours: '9-18' },
      { exploreUrl: 'javascript:alert(1)' },
      { pageTitle: 'x'.repeat(101) },
      { colour: 'red' },
      { constructor: 'red' },
    ];
    for (const values of wrong) {
      const [field] = Object.keys(values);
      await expect(
        change(owner, { values: { burnDelaySeconds: 9, ...values } }),
        field,
      ).rejects.toMatchObject({ status: 400, code: 'invalid', field });
    }
    await expect(change(owner, { reset: ['burnDelaySeconds', 'colour'] })).rejects.toMatchObject({
      field: 'colour',
    });
    expect(await settingOf(owner, 'burnDelaySeconds')).toMatchObject({ value: 3, isDefault: true });
  });

  it('refuse a change of what somebody has changed meanwhile, also at the same time', async () => {
    const [mei, tom] = [await makeStaff(kith, 'owner'), await makeStaff(kith, 'owner')];
    const { version } = await settingsOf(mei);
    const outcomes = await Promise.allSettled(
      [mei, tom].map(({ ask, name }) =>
        ask('PUT', '/admin/settings', { version, values: { pageTitle: name } }),
      ),
    );
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { status: 409, code: 'stale' },
    });
    const winner = outcomes[0]!.status === 'fulfilled' ? mei : tom;
    expect(await settingOf(mei, 'pageTitle')).toMatchObject({ value: winner.name, changedBy: winner.name });
  });

  it('need a fresh proof of identity for a dangerous setting, and for its reset', async () => {
    const owner = await makeStaff(kith, 'owner');
    kith.advance(10 * 60_000);
    const refused = { code: 'step_up_required' };
    await expect(change(owner, { values: { photoReview: 'none' } })).rejects.toMatchObject(refused);
    await expect(change(owner, { reset: ['photoReview'] })).rejects.toMatchObject(refused);
    await expect(change(owner, { values: { burnDelaySeconds: 5 } })).resolves.toBeDefined();
  });

  it('keep the invitation code out of the audit log', async () => {
    const owner = await makeStaff(kith, 'owner');
    await change(owner, { values: { systemInviteCode: 'Open-Sesame' } });
    const { rows } = await owner.ask('GET', '/admin/audit', { action: 'settings.change' });
    expect(rows[0]).toMatchObject({ after: { systemInviteCode: '…' } });
    expect(JSON.stringify(rows)).not.toContain('Open-Sesame');
    await change(owner, { reset: ['systemInviteCode'] });
  });
});

describe('a change of a setting', () => {
  it('reaches every node and every open socket at once', async () => {
    const owner = await makeStaff(kith, 'owner');
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const list_id = await kith.befriend(ada, bo);
    // An older client, which receives no newer frames unless the tenant sends them to all.
    const older = await ada.socket({ asksForTicks: false });
    const newer = await ada.v1();
    const told = kith.servers.map(({ deps }) => {
      const types: string[] = [];
      deps.bus.subscribe(({ type }) => types.push(type));
      return types;
    });
    await say(ada, list_id, 'hello');
    // All nodes know the settings, and would use them for a while.
    for (const { deps } of kith.servers) await deps.auth.tenant(1);

    await change(owner, { values: { imNewerFrames: 'all', recallWindowMs: 1 } });
    for (const [node, types] of told.entries()) {
      await eventually(`node ${node} is told`, () => types.includes('settings_changed'));
      const { settings } = await kith.servers[node]!.deps.auth.tenant(1);
      expect(settings).toMatchObject({ imNewerFrames: 'all', recallWindowMs: 1 });
    }
    await bo.im.message.setListTime({ list_id });
    await older.next('timeData');
    const { id } = (await ask(newer, textFrame(list_id, 'late'))) as { id: string };
    expect(await ask(newer, { t: 'recall', to: list_id, id })).toMatchObject({ code: 'forbidden' });
    await change(owner, { reset: ['imNewerFrames', 'recallWindowMs'] });
  });
});
