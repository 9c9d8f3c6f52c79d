import { describe, expect, it } from 'vitest';
import { replacePassword } from '@kith/core/accounts';
import { transact, type AccountId } from '@kith/core/kernel';
import { deletePerson } from '@kith/core/people';
import { removeAccount } from '@kith/core/privacy';
import { makeStaff, openBrowser } from '../harness/staff.js';
import { eventually, PASSWORD, quickPasswords, useKith, type Person } from '../harness/kith.js';
import { operator, pardon, punish, setStatus } from '../im/operator.js';
import { refused } from '../im/refusals.js';

/*
 * Comparing or hashing a password takes long and holds no lock. Whatever happens to the account meanwhile counts: the
 * action that the password permits decides on the account as it is then.
 */

/** The next call waits here, once it has its result. */
let held: { reached: () => void; until: Promise<void> } | undefined;

async function pass<T>(result: Promise<T>): Promise<T> {
  const one = held;
  held = undefined;
  const value = await result;
  one?.reached();
  await one?.until;
  return value;
}

const kith = useKith({
  overrides: {
    ports: {
      passwords: {
        ...quickPasswords,
        hash: (...args) => pass(quickPasswords.hash(...args)),
        verify: (...args) => pass(quickPasswords.verify(...args)),
      },
    },
  },
});

/** Does something after the next password was compared or hashed by `what`, and before that acts on it. */
async function meanwhile<T>(what: () => Promise<T>, then: () => Promise<unknown>): Promise<T> {
  let release = () => {};
  const until = new Promise<void>((resolve) => (release = resolve));
  const reached = new Promise<void>((resolve) => (held = { reached: resolve, until }));
  const done = what();
  done.catch(() => undefined);
  await reached;
  await then();
  release();
  return done;
}

const NEW = 'An0therPassword';
const CHANGED = { pass1: PASSWORD, pass2: NEW, pass3: NEW };

async function statusOf({ id }: Person): Promise<string> {
  const [row] = await kith.sql<{ status: string }>('select status from accounts where id = $1', [id]);
  return row!.status;
}

/** Staff give the account another password. */
async function reset({ id, tenant }: Person): Promise<void> {
  const ctx = await operator(kith, tenant);
  const hash = await quickPasswords.hash(NEW);
  await transact(ctx, (tx) => replacePassword(tx, id as AccountId, hash));
}

describe('a sign-in', () => {
  it('with the old password is refused if the password changes meanwhile', async () => {
    const ada = await kith.person('ada');
    for (const change of [() => ada.im.set.password(CHANGED), () => reset(ada)]) {
      const { id } = ada;
      await kith.sql('update accounts set password_hash = $1 where id = $2', [
        await quickPasswords.hash(PASSWORD),
        id,
      ]);
      await expect(meanwhile(() => kith.visitor().in.login(ada), change)).rejects.toMatchObject(
        refused('wrong_credentials'),
      );
    }
    await kith.visitor().in.login({ ...ada, password: NEW });
  });

  it('is refused, thawing or not, if the account is banned meanwhile', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    await setStatus(kith, bo, 'frozen');
    const ban = (whom: Person) => punish(kith, whom, 'ban');
    await expect(
      meanwhile(
        () => kith.visitor().in.login(ada),
        () => ban(ada),
      ),
    ).rejects.toMatchObject(refused('account_disabled'));
    await expect(
      meanwhile(
        () => kith.visitor().in.frozen(bo),
        () => ban(bo),
      ),
    ).rejects.toMatchObject(refused('account_disabled'));
    expect([await statusOf(ada), await statusOf(bo)]).toEqual(['disabled', 'disabled']);
  });
});

describe('a change that the old password permits', () => {
  const wrong = { err: 1, message: '原密码错误' };

  it('is refused after a reset: of the password, of the address, and the deletion of the account', async () => {
    const acts: ((ada: Person) => Promise<unknown>)[] = [
      (ada: Person) =>
        ada.im.set.password({ pass1: PASSWORD, pass2: 'Th1rdPassword', pass3: 'Th1rdPassword' }),
      (ada) => ada.im.email.remove({ password: PASSWORD }),
      (ada) => ada.im.account.deleteAccount({ password: PASSWORD }),
    ];
    for (const act of acts) {
      const ada = await kith.person('ada');
      await expect(
        meanwhile(
          () => act(ada),
          () => reset(ada),
        ),
      ).rejects.toMatchObject(wrong);
      expect(await statusOf(ada)).toBe('active');
      await kith.visitor().in.login({ ...ada, password: NEW });
    }
  });

  it('happens once for one old password', async () => {
    const ada = await kith.person('ada');
    const third = { pass1: PASSWORD, pass2: 'Th1rdPassword', pass3: 'Th1rdPassword' };
    await expect(
      meanwhile(
        () => ada.im.set.password(third),
        () => ada.im.set.password(CHANGED),
      ),
    ).rejects.toMatchObject(wrong);
    await kith.visitor().in.login({ ...ada, password: NEW });
  });
});

describe('the deletion of an account', () => {
  it('leaves a ban in force that came first', async () => {
    const ada = await kith.person('ada');
    await meanwhile(
      () => ada.im.account.deleteAccount({ password: PASSWORD }),
      () => punish(kith, ada, 'ban'),
    );
    expect(await statusOf(ada)).toBe('disabled');
    await expect(kith.visitor().in.frozen(ada)).rejects.toMatchObject(refused('account_disabled'));
  });

  it('remains when the ban is lifted, and the owner can take it back', async () => {
    const ada = await kith.person('ada');
    await punish(kith, ada, 'ban');
    await deletePerson(await operator(kith, 1), { id: ada.id });
    expect(await statusOf(ada)).toBe('disabled');
    await pardon(kith, ada, 'ban');
    expect(await statusOf(ada)).toBe('frozen');
    await expect(kith.visitor().in.login(ada)).rejects.toMatchObject(refused('account_deleting'));
    await kith.visitor().in.frozen(ada);
    const [left] = await kith.sql('select 1 from account_deletions where account_id = $1', [ada.id]);
    expect(left).toBeUndefined();
  });

  it('that has begun to erase is not undone by lifting a ban', async () => {
    const ada = await kith.person('ada');
    await punish(kith, ada, 'ban');
    await deletePerson(await operator(kith, 1), { id: ada.id });
    await kith.sql('update account_deletions set started_at = 1 where account_id = $1', [ada.id]);
    await pardon(kith, ada, 'ban');
    expect(await statusOf(ada)).toBe('disabled');
  });
});

describe('a change of the profile', () => {
  it.each<[string, (ada: Person) => Promise<unknown>]>([
    ['the nickname', (ada) => ada.im.set.setInfo({ type: 0, content: 'Ada again' })],
    ['the card', (ada) => ada.api.intro.set({ nickname: 'Ada again' })],
  ])('does not show a deleted account again: %s', async (_what, change) => {
    const ada = await kith.person('ada');
    let changing: Promise<unknown> | undefined;
    await transact(await operator(kith, 1), async (tx) => {
      await removeAccount(tx, ada.id as AccountId);
      changing = change(ada);
      changing.catch(() => undefined);
      await eventually('the change waits for the deletion', async () => {
        const waiting = await kith.sql(
          `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
        );
        return waiting.length === 1;
      });
    });
    await expect(changing).rejects.toThrow();
    const [row] = await kith.sql<{ nickname: string }>('select nickname from accounts where id = $1', [
      ada.id,
    ]);
    expect(row?.nickname).not.toBe('Ada again');
  });
});

describe('a member of staff who was reset', () => {
  it('does not change the password in a session of before', async () => {
    const [owner, mei] = [await makeStaff(kith, 'owner'), await makeStaff(kith, 'moderator')];
    let oneTimePassword = '';
    await expect(
      meanwhile(
        () => mei.ask('PUT', '/admin/session/password', { password: 'Another horse 9' }),
        async () => {
          ({ oneTimePassword } = await owner.ask('POST', '/admin/staff/{id}/reset', { id: mei.id }));
        },
      ),
    ).rejects.toMatchObject({ code: 'not_signed_in' });
    const enter = { name: mei.name, password: oneTimePassword };
    await expect(openBrowser(kith).ask('POST', '/admin/session', enter)).resolves.toMatchObject({
      stage: 'enrolling',
    });
  });
});
