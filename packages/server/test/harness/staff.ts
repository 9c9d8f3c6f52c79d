import { TOTP } from 'otpauth';
import { addStaff, enrol, openStaffSession, startEnrolment, type StaffRole } from '@kith/core/staff';
import { transact } from '@kith/core/kernel';
import { connectAdmin, type AdminClient } from '@kith/sdk';
import { visitorCtx } from '../../src/app/context.js';
import { checkedFetch, type Kith } from './kith.js';

/** A member of staff who is signed in. */
export interface Staff {
  readonly id: number;
  readonly name: string;
  readonly password: string;
  readonly tenant: number;
  /** The cookie of the session. */
  readonly cookie: string;
  /** The admin API as this member of staff; rejects with `AdminError` when the server refuses. */
  readonly ask: AdminClient;
  /** The code that the authenticator shows at the server's time, or some periods later. */
  code(later?: number): string;
  /** The recovery codes. */
  readonly recoveryCodes: readonly string[];
}

export const STAFF_PASSWORD = 'Corr3ct horse';
let counter = 0;

/** Adds a member of staff of a role, who has enrolled and proven the identity just now. */
export async function makeStaff(
  kith: Kith,
  role: StaffRole,
  { tenant = 1, ownsInstallation = false }: { tenant?: number; ownsInstallation?: boolean } = {},
): Promise<Staff> {
  const { deps } = kith.server;
  const of = await deps.auth.tenant(tenant);
  const ctx = visitorCtx(deps, of, '127.0.0.1');
  const name = `${role}_${++counter}`;
  const { id } = await addStaff(ctx, { name, role, ownsInstallation });
  const opened = await transact(ctx, (tx) =>
    openStaffSession(tx, { id, tenantId: of.id, name, role, ownsInstallation }, 'enrolling'),
  );
  const enrolling = { ...ctx, staff: opened.staff };
  const { secret } = await startEnrolment(enrolling);
  const code = authenticator(kith, secret);
  const { token, recoveryCodes } = await enrol(enrolling, { password: STAFF_PASSWORD, code: code() });
  const cookie = `kith-session=${token}`;
  return {
    id,
    name,
    password: STAFF_PASSWORD,
    tenant,
    cookie,
    ask: connectAdmin({ url: kith.url, language: 'en', fetch: fetchWith(() => ({ cookie })) }),
    code,
    recoveryCodes,
  };
}

/** The length of a period of an authenticator. */
export const PERIOD_MS = 30_000;

/** An authenticator with a secret: the code that it shows at the server's time, or some periods later. */
export function authenticator({ server }: Kith, secret: string): (later?: number) => string {
  const totp = new TOTP({ secret });
  return (later = 0) => totp.generate({ timestamp: server.deps.now() + later * PERIOD_MS });
}

/** `fetch` that sends headers, such as a cookie, with each request, and shows the cookies that the server sets. */
export function fetchWith(
  headersNow: () => Record<string, string>,
  keep: (cookies: string[]) => void = () => undefined,
): typeof fetch {
  return async (input, init) => {
    const headers = new Headers(init?.headers);
    for (const [name, value] of Object.entries(headersNow())) headers.set(name, value);
    const response = await checkedFetch(input, { ...init, headers });
    keep(response.headers.getSetCookie());
    return response;
  };
}

/** A browser with an empty jar of cookies, and the admin API in it. */
export interface Browser {
  readonly ask: AdminClient;
  readonly cookies: Map<string, string>;
}

/** Opens a browser at a node of the server; `headers` are those that a proxy adds. */
export function openBrowser(
  kith: Pick<Kith, 'url'>,
  { url = kith.url, headers = {} }: { url?: string; headers?: Record<string, string> } = {},
): Browser {
  const cookies = new Map<string, string>();
  const cookie = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const keep = (lines: string[]) => {
    for (const line of lines) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
  };
  const ask = connectAdmin({
    url,
    language: 'en',
    fetch: fetchWith(() => ({ ...headers, ...(cookies.size > 0 && { cookie: cookie() }) }), keep),
  });
  return { ask, cookies };
}
