import { describe, expect, it } from 'vitest';
import { useKith } from '../harness/kith.js';
import { makeStaff, openBrowser, PERIOD_MS, type Staff } from '../harness/staff.js';

// Guesses are counted by network, so tests name the address of each request.
const kith = useKith({ config: { trustProxy: '127.0.0.1/32' } });
const LOCK_MS = 15 * 60_000;
const wrong = { password: 'Not1mine', code: '000000' };

function browserAt(address: string) {
  return openBrowser(kith, { headers: { 'x-forwarded-for': address } });
}

function right({ name, password, code }: Staff) {
  return { name, password, code: code() };
}

async function guess(name: string, address: string, times: number): Promise<string[]> {
  const outcomes: string[] = [];
  for (let i = 0; i < times; i++)
    outcomes.push(
      await browserAt(address)
        .ask('POST', '/admin/session', { ...wrong, name })
        .then(
          () => 'ok',
          (error: { code: string }) => error.code,
        ),
    );
  return outcomes;
}

const refused = { status: 429, code: 'too_many_requests' };

describe('guesses at POST /admin/session', () => {
  it('five lock a name in a network for 15 minutes, also for the right password, and nowhere else', async () => {
    const mei = await makeStaff(kith, 'moderator');
    kith.advance(PERIOD_MS);
    expect(await guess(mei.name, '198.51.100.1', 6)).toEqual([
      ...Array<string>(5).fill('wrong_credentials'),
      'too_many_requests',
    ]);
    const here = browserAt('198.51.100.1');
    await expect(here.ask('POST', '/admin/session', right(mei))).rejects.toMatchObject(refused);
    await expect(browserAt('198.51.100.2').ask('POST', '/admin/session', right(mei))).resolves.toBeDefined();
    kith.advance(LOCK_MS / 2);
    await expect(here.ask('POST', '/admin/session', right(mei))).rejects.toMatchObject(refused);
    kith.advance(LOCK_MS / 2 + 1000);
    await expect(here.ask('POST', '/admin/session', right(mei))).resolves.toMatchObject({ stage: 'open' });
  });

  it('do not lock a browser that has signed in before, which is locked by its own', async () => {
    const mei = await makeStaff(kith, 'moderator');
    kith.advance(PERIOD_MS);
    const own = browserAt('198.51.100.10');
    await own.ask('POST', '/admin/session', right(mei));
    kith.advance(PERIOD_MS);
    await guess(mei.name, '198.51.100.10', 6);
    await expect(own.ask('POST', '/admin/session', right(mei))).resolves.toMatchObject({ stage: 'open' });

    kith.advance(PERIOD_MS);
    for (let i = 0; i < 5; i++)
      await expect(own.ask('POST', '/admin/session', { ...wrong, name: mei.name })).rejects.toMatchObject({
        code: 'wrong_credentials',
      });
    await expect(own.ask('POST', '/admin/session', right(mei))).rejects.toMatchObject(refused);
  });

  it('from many networks lock a name after 50, except for a browser that has signed in before', async () => {
    const mei = await makeStaff(kith, 'moderator');
    kith.advance(PERIOD_MS);
    const own = browserAt('198.51.100.20');
    await own.ask('POST', '/admin/session', right(mei));
    for (let network = 0; network < 10; network++)
      expect(await guess(mei.name, `203.0.113.${network}`, 5)).not.toContain('too_many_requests');
    kith.advance(PERIOD_MS);
    await expect(browserAt('192.0.2.1').ask('POST', '/admin/session', right(mei))).rejects.toMatchObject(
      refused,
    );
    await expect(own.ask('POST', '/admin/session', right(mei))).resolves.toMatchObject({ stage: 'open' });
  });

  it('at a name that nobody has are answered alike', async () => {
    expect(await guess('nobody', '198.51.100.30', 6)).toEqual([
      ...Array<string>(5).fill('wrong_credentials'),
      'too_many_requests',
    ]);
  });

  it('at the same time are counted each: of twenty, five are compared', async () => {
    const mei = await makeStaff(kith, 'moderator');
    const all = await Promise.all(Array.from({ length: 20 }, () => guess(mei.name, '198.51.100.40', 1)));
    expect(all.flat().filter((one) => one === 'wrong_credentials')).toHaveLength(5);
  });

  it('a code counts once, also for two sign-ins at the same time', async () => {
    const mei = await makeStaff(kith, 'moderator');
    kith.advance(PERIOD_MS);
    const tries = ['198.51.100.50', '198.51.100.51'].map((address) =>
      browserAt(address)
        .ask('POST', '/admin/session', right(mei))
        .then(
          () => 'ok',
          (error: { code: string }) => error.code,
        ),
    );
    expect((await Promise.all(tries)).toSorted()).toEqual(['ok', 'wrong_credentials']);
  });
});
