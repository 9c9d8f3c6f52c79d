import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { admin, type AdminEndpoint } from '@kith/contract';
import { addReason } from '@kith/core/moderation';
import { atPace } from '../harness/at-pace.js';
import { useKith } from '../harness/kith.js';
import { fetchWith, makeStaff, type Staff } from '../harness/staff.js';
import { makeTenant, operator } from '../im/operator.js';
import { cases, loggedReads, roles, unlogged, type Case, type Role, type Scene } from './cases.js';

/*
 * Permissions: every endpoint of the admin API for every role, from the contract. A row states by hand who may call an
 * endpoint, so that neither the contract nor the table of permissions can widen access unseen.
 */
const kith = useKith();
const endpoints = Object.values(admin).flatMap((group) => Object.values(group) as AdminEndpoint[]);
const changing = endpoints.filter(({ method }) => method !== 'GET');
let scene: Scene;
let elsewhere = 0;

beforeAll(async () => {
  elsewhere = await makeTenant(kith);
  const [member, reporter] = [await kith.person('member'), await kith.person('reporter')];
  const childSafetyReason = await addReason(await operator(kith, 1), {
    kind: 'report',
    tag: 'child',
    needsText: false,
    isChildSafety: true,
    title: 'A child is in danger',
    description: 'Somebody hurts a child, or asks one for pictures.',
  });
  scene = { kith, member, reporter, childSafetyReason, owner: await makeStaff(kith, 'owner') };
}, atPace(60_000));

// All cases together may take longer than a proof of identity counts.
beforeEach(() => kith.sql('update staff_sessions set proven_at = $1', [kith.server.deps.now()]));

describe('every endpoint of the admin API', () => {
  it('has a row in packages/server/test/admin/cases.ts', () => {
    const rows = new Set(cases.map(({ endpoint }) => endpoint));
    expect(endpoints.filter((one) => !rows.has(one)).map(nameOf)).toEqual([]);
  });

  it.each(cases.map((one): [string, Case] => [nameOf(one.endpoint), one]))(
    '%s answers each role as its row states, and logs exactly what it changes',
    async (_name, { endpoint, row, params }) => {
      for (const role of roles) {
        const caller = await callerOf(role);
        const given = (await params?.(scene, caller)) ?? {};
        const before = await countAudited();
        expect([role, await outcome(endpoint, given, role, caller)]).toEqual([role, row[role]]);
        const isWritten =
          loggedReads.includes(endpoint) || (endpoint.method !== 'GET' && !unlogged.includes(endpoint));
        const isLogged = isWritten && row[role] === 'ok';
        expect([role, (await countAudited()) - before]).toEqual([role, isLogged ? 1 : 0]);
        if (endpoint.method !== 'GET' && row[role] === 'ok') callers.delete(role);
      }
    },
    atPace(60_000),
  );

  it('that is dangerous is refused ten minutes after the last proof of identity', async () => {
    const owner = await makeStaff(kith, 'owner', { ownsInstallation: true });
    kith.advance(10 * 60_000);
    const dangerous = endpoints.filter(({ isDangerous }) => isDangerous);
    expect(dangerous.length).toBeGreaterThan(0);
    for (const endpoint of dangerous) {
      const { params } = cases.find((one) => one.endpoint === endpoint)!;
      const given = (await params?.(scene, owner)) ?? {};
      expect([nameOf(endpoint), await outcome(endpoint, given, 'owner', owner)]).toEqual([
        nameOf(endpoint),
        'step_up_required',
      ]);
    }
  });

  it('that changes something is refused without the header of the console, and from another origin', async () => {
    const owner = await makeStaff(kith, 'owner', { ownsInstallation: true });
    const foreign = [
      {},
      { 'x-kith-console': '1', origin: 'https://evil.example.org' },
      { 'x-kith-console': '1', origin: 'null' },
    ];
    for (const endpoint of changing)
      for (const headers of foreign) {
        const url = `${kith.url}${endpoint.path.replace('{id}', String(owner.id))}`;
        const response = await fetch(url, {
          method: endpoint.method,
          headers: { ...headers, cookie: owner.cookie },
        });
        expect([nameOf(endpoint), response.status]).toEqual([nameOf(endpoint), 403]);
      }
    await expect(owner.ask('GET', '/admin/session')).resolves.toMatchObject({ stage: 'open' });
  });
});

function nameOf({ method, path }: AdminEndpoint): string {
  return `${method} ${path}`;
}

/** A caller of each role, until one changes something. */
const callers = new Map<Role, Staff | undefined>();

async function callerOf(role: Role): Promise<Staff | undefined> {
  if (!callers.has(role)) callers.set(role, await newCaller(role));
  return callers.get(role);
}

async function newCaller(role: Role): Promise<Staff | undefined> {
  if (role === 'nobody' || role === 'member') return undefined;
  if (role === 'other tenant') return makeStaff(kith, 'owner', { tenant: elsewhere });
  if (role === 'installation') return makeStaff(kith, 'owner', { ownsInstallation: true });
  return makeStaff(kith, role);
}

async function countAudited(): Promise<number> {
  const [row] = await kith.sql<{ amount: number }>('select count(*)::int as amount from audit_log');
  return row!.amount;
}

async function outcome(
  { method, path }: AdminEndpoint,
  given: object,
  role: Role,
  caller: Staff | undefined,
): Promise<string> {
  const left = new Map(Object.entries(given));
  const url = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(left.get(name));
    left.delete(name);
    return value;
  });
  const asked = fetchWith(() => (caller ? { cookie: caller.cookie } : {}));
  const query = method === 'GET' ? `?${String(new URLSearchParams([...left] as [string, string][]))}` : '';
  const response = await asked(`${kith.url}${url}${query}`, {
    method,
    headers: {
      'x-kith-console': '1',
      'content-type': 'application/json',
      ...(role === 'member' && { authorization: `Bearer ${scene.member.token}` }),
    },
    ...(method !== 'GET' && { body: JSON.stringify(Object.fromEntries(left)) }),
  });
  expect(response.status).toBeLessThan(500);
  if (response.headers.has('content-disposition')) {
    await response.text();
    return 'ok';
  }
  const body = (await response.json()) as { error?: { code: string } };
  return body.error?.code ?? 'ok';
}
