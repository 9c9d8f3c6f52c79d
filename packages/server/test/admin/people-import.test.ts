import { beforeAll, describe, expect, it } from 'vitest';
import { connectIm } from '@kith/sdk';
import { PASSWORD, useKith } from '../harness/kith.js';
import { makeStaff, type Staff } from '../harness/staff.js';
import { makeTenant } from '../im/operator.js';

const kith = useKith();
let helper: Staff;
beforeAll(async () => {
  helper = await makeStaff(kith, 'support');
});

let counter = 0;
const fresh = () => `imported_${++counter}`;
const ask = (
  people: readonly { username: string; [field: string]: string }[],
  isDryRun = false,
  by = helper,
) =>
  by.ask('POST', '/admin/people/import', {
    isDryRun,
    people: people.map((person) => ({ password: PASSWORD, ...person })),
  });
const accounts = async (username: string) =>
  kith.sql<{ id: number; nickname: string; email: string | null }>(
    'select id, nickname, email from accounts where username = $1',
    [username],
  );

describe('POST /admin/people/import', () => {
  it('registers each person, who can sign in, and logs each', async () => {
    const [ada, bo] = [fresh(), fresh()];
    const made = await ask([
      { username: ada, nickname: 'Ada of the lake', email: `${ada}@example.org` },
      { username: bo },
    ]);
    expect(made).toMatchObject([{ outcome: 'created' }, { outcome: 'created' }]);
    expect(await accounts(ada)).toEqual([
      { id: made[0]!.id, nickname: 'Ada of the lake', email: `${ada}@example.org` },
    ]);
    const { token } = await kith.visitor().in.login({ username: ada, password: PASSWORD });
    expect((await connectIm({ url: kith.url, token }).get.base()).user_info.id).toBe(made[0]!.id);
    // Nobody is signed in by the import itself.
    const sessions = await kith.sql('select from sessions where account_id = $1 and revoked_at is null', [
      made[1]!.id,
    ]);
    expect(sessions).toEqual([]);
    const owner = await makeStaff(kith, 'owner');
    const { rows } = await owner.ask('GET', '/admin/audit', { action: 'people.create' });
    expect(rows.slice(0, 2)).toMatchObject(
      [made[1]!, made[0]!].map(({ id }) => ({ staffName: helper.name, objectId: String(id) })),
    );
    expect(JSON.stringify(rows)).not.toContain(PASSWORD);
  });

  it('a refused person keeps nobody else from it; a repeat registers nobody twice', async () => {
    const [ada, bo, cy] = [fresh(), fresh(), fresh()];
    await ask([{ username: ada, email: `${ada}@example.org` }]);
    const people = [
      { username: ada },
      { username: 'no blanks' },
      { username: '2125550123' },
      { username: bo, password: 'short' },
      { username: bo, email: 'nowhere' },
      { username: bo, email: `${ada.toUpperCase()}@example.org` },
      { username: bo, nickname: 'n'.repeat(51) },
      { username: cy },
      { username: cy },
    ];
    const codes = [
      'username_taken',
      'invalid',
      'invalid',
      'invalid',
      'invalid',
      'conflict',
      'invalid',
      undefined,
      'username_taken',
    ];
    const made = await ask(people);
    expect(made.map(({ code }) => code)).toEqual(codes);
    expect(made[5]!.message).toBe('Another account has this e-mail address');
    expect(made[6]!.message).toBe('At most 50 characters: nickname');
    expect(await accounts(bo)).toEqual([]);
    expect(await accounts(cy)).toHaveLength(1);
  });

  it('a dry run says who would be refused, and registers nobody', async () => {
    const [ada, bo] = [fresh(), fresh()];
    await ask([{ username: ada }]);
    expect(await ask([{ username: ada }, { username: bo }], true)).toMatchObject([
      { outcome: 'refused', code: 'username_taken' },
      { outcome: 'valid' },
    ]);
    expect(await accounts(bo)).toEqual([]);
  });

  it('works where registration is closed, and in the own tenant only', async () => {
    const tenant = await makeTenant(kith, {
      openRegistration: false,
      inviteRequired: true,
      accountsPerAddress: 1,
    });
    const boss = await makeStaff(kith, 'owner', { tenant });
    const [ada, bo] = [fresh(), fresh()];
    expect(await ask([{ username: ada }, { username: bo }], false, boss)).toMatchObject([
      { outcome: 'created' },
      { outcome: 'created' },
    ]);
    expect(
      await kith.sql('select tenant_id as tenant from accounts where username = any($1)', [[ada, bo]]),
    ).toEqual([{ tenant }, { tenant }]);
  });

  it('takes at most 50 people at once', async () => {
    const people = Array.from({ length: 51 }, () => ({ username: fresh() }));
    await expect(ask(people)).rejects.toMatchObject({ code: 'invalid', field: 'people' });
  });
});
