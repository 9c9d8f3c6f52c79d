import { describe, expect, test } from 'vitest';
import { useKith, type Person } from '../harness/kith.js';
import { refusal, refused } from '../im/refusals.js';
import { sessionOf } from './session-of.js';

const kith = useKith();

const WINDOWS =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36';

/** Signs a person in again, from a browser; returns the token. */
async function signInAgain({ username, password }: Person, agent = WINDOWS): Promise<string> {
  const body = new URLSearchParams({ username, password });
  const { body: answer } = await kith.post('/im/in/login', {}, { body, headers: { 'user-agent': agent } });
  return (answer as { data: { token: string } }).data.token;
}

const isRefused = async (token: string) =>
  (await kith.post('/im/get/base', { _token: token })).body.err !== 0;

describe('/im/account/sessions', () => {
  test('lists the devices of ada, the current one first and marked, and nobody else', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    kith.advance(60_000);
    const browser = await signInAgain(ada);
    await signInAgain(bo);
    const list = await ada.im.account.sessions();
    expect(list.map(({ id, is_current }) => [id, is_current])).toEqual([
      [sessionOf(ada), 1],
      [sessionOf({ token: browser }), 0],
    ]);
    expect(list[1]).toMatchObject({ device: 'Chrome on Windows', platform: 'windows', network: '127.0.0.1' });
    expect(list[1]!.create_time - list[0]!.create_time).toBeGreaterThanOrEqual(60);
    expect(list[1]!.last_time).toBe(list[1]!.create_time);
  });

  test('shows no ended session, none that expired, and at most a hundred', async () => {
    const ada = await kith.person('ada');
    for (let i = 0; i < 2; i++) await signInAgain(ada);
    expect(await ada.im.account.sessions()).toHaveLength(3);
    await kith.sql(
      `update sessions set revoked_at = 1 where id = (select id from sessions where account_id = $1 and id <> $2 limit 1)`,
      [ada.id, sessionOf(ada)],
    );
    expect(await ada.im.account.sessions()).toHaveLength(2);
    await kith.sql(`update sessions set last_used_at = 1 where account_id = $1 and id <> $2`, [
      ada.id,
      sessionOf(ada),
    ]);
    expect(await ada.im.account.sessions()).toHaveLength(1);
    await kith.sql(
      `insert into sessions (tenant_id, id, account_id, created_at, last_used_at)
       select 1, gen_random_uuid(), $1, 1, 99999999999999 from generate_series(1, 120)`,
      [ada.id],
    );
    const full = await ada.im.account.sessions();
    expect([full.length, full[0]!.is_current]).toEqual([100, 1]);
  });
});

describe('/im/account/endSession', () => {
  test('ends one session: its token is refused, its sockets close with 4001, the others stay', async () => {
    const ada = await kith.person('ada');
    const [lost, kept] = [await signInAgain(ada), await signInAgain(ada)];
    const [v1, legacy] = [await ada.v1(), await ada.socket()];
    const other = await kith.person('other');
    const lostPerson = { ...ada, token: lost };
    expect(await isRefused(lost)).toBe(false);
    await ada.im.account.endSession({ id: sessionOf(lostPerson) });
    expect(await isRefused(lost)).toBe(true);
    expect([await isRefused(kept), await isRefused(ada.token)]).toEqual([false, false]);
    const gone = ada.im.account.endSession({ id: sessionOf(lostPerson) });
    await expect(gone).rejects.toMatchObject(refused('not_found'));
    const foreign = other.im.account.endSession({ id: sessionOf(ada) });
    await expect(foreign).rejects.toMatchObject(refused('not_found'));
    await expect(ada.im.account.endSession({ id: 'x' })).rejects.toMatchObject(refused('not_found'));
    expect([v1.socket.readyState, legacy.socket.readyState]).toEqual([1, 1]);
    await ada.im.account.endSession({ id: sessionOf(ada) });
    expect(await Promise.all([v1.closed, legacy.closed])).toEqual([4001, 4001]);
  });
});

describe('/im/account/endOtherSessions', () => {
  test('ends all others and says how many', async () => {
    const ada = await kith.person('ada');
    const others = [await signInAgain(ada), await signInAgain(ada)];
    const socket = await ada.v1();
    expect(await ada.im.account.endOtherSessions()).toEqual({ count: 2 });
    expect(await Promise.all(others.map(isRefused))).toEqual([true, true]);
    expect(await ada.im.account.endOtherSessions()).toEqual({ count: 0 });
    expect([await isRefused(ada.token), socket.socket.readyState]).toEqual([false, 1]);
  });
});

describe('/im/account/signOut', () => {
  test('ends the current session alone', async () => {
    const ada = await kith.person('ada');
    const other = await signInAgain(ada);
    const socket = await ada.v1();
    await ada.im.account.signOut();
    expect(await socket.closed).toBe(4001);
    const { body } = await kith.post('/im/account/signOut', { _token: ada.token });
    expect(body).toEqual(refusal('not_signed_in'));
    expect(await isRefused(other)).toBe(false);
  });
});
