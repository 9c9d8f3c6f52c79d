import { findAccountByUsername, loadProfiles } from '@kith/core/accounts';
import { bounds, type AccountId, type Ctx } from '@kith/core/kernel';
import {
  createPerson,
  deletePerson,
  setPersonAge,
  setPersonPassword,
  setPersonSeesMoments,
  setPersonStatus,
  signPersonOut,
} from '@kith/core/people';
import { decodeText } from '../config/text-file.js';
import { readArgs, readTenantId, UsageError, type Command } from './command.js';
import { operatorCtx, withDeps } from './with-core.js';

/** The only action with an argument besides the account. */
const SET_BIRTH_DATE = 'set-birth-date';

const actions: Readonly<Record<string, (ctx: Ctx, id: AccountId, value: string) => Promise<string>>> = {
  freeze: async (ctx, id) => {
    await setPersonStatus(ctx, { id, status: 'frozen' });
    return 'Frozen; its sessions end within seconds.';
  },
  disable: async (ctx, id) => {
    await setPersonStatus(ctx, { id, status: 'disabled' });
    return 'Disabled; its sessions end within seconds.';
  },
  delete: async (ctx, id) => {
    const eraseAt = new Date(await deletePerson(ctx, { id })).toISOString();
    return `Deleted; everything is erased after ${eraseAt}, unless it is activated before.`;
  },
  activate: async (ctx, id) => {
    await setPersonStatus(ctx, { id, status: 'active' });
    return 'Active.';
  },
  'hide-moments': async (ctx, id) => {
    await setPersonSeesMoments(ctx, { id, maySee: false });
    return 'No longer sees the moments of friends.';
  },
  'show-moments': async (ctx, id) => {
    await setPersonSeesMoments(ctx, { id, maySee: true });
    return 'Sees the moments of friends.';
  },
  'set-adult': async (ctx, id) => {
    await setPersonAge(ctx, { id, isOfAge: true });
    return 'Of age.';
  },
  'set-minor': async (ctx, id) => {
    await setPersonAge(ctx, { id, isOfAge: false });
    return 'Not of age.';
  },
  [SET_BIRTH_DATE]: async (ctx, id, date) =>
    (await setPersonAge(ctx, { id, birthDate: date })) ? 'Of age.' : 'Not of age until the 18th birthday.',
  'sign-out': signOut,
  revoke: signOut,
  password: async (ctx, id) => {
    await setPersonPassword(ctx, { id, password: await readPassword() });
    return 'Changed; all sessions ended.';
  },
};

async function signOut(ctx: Ctx, id: AccountId): Promise<string> {
  return `${await signPersonOut(ctx, { id })} sessions ended; their sockets close within seconds.`;
}

export const accountCommand: Command = {
  usage:
    'create | show | freeze | disable | activate | delete | hide-moments | show-moments | set-adult | set-minor | set-birth-date | sign-out | password  USERNAME [YYYY-MM-DD] [--tenant ID]',
  summary: 'Manages one account. Passwords are read from standard input, never from the command line.',
  run: async (args, config) => {
    const { positionals, values } = readArgs(args, { tenant: { type: 'string', default: '1' } });
    const [action = '', username, ...rest] = positionals;
    const [value = '', extra] = action === SET_BIRTH_DATE ? rest : ['', ...rest];
    const act = Object.hasOwn(actions, action) ? actions[action] : undefined;
    if (!username || (!act && action !== 'create' && action !== 'show'))
      throw new UsageError('Specify an action and its arguments.');
    if (action === SET_BIRTH_DATE && !value) throw new UsageError('Specify the date, such as 2008-05-01.');
    // A password on the command line is visible to every user of the machine; do not repeat it.
    if (extra !== undefined) throw new UsageError('Specify only one user name.');
    const tenantId = readTenantId(values.tenant);
    return withDeps(config, async (deps) => {
      const ctx = await operatorCtx(deps, tenantId);
      if (action === 'create') {
        console.log(
          `Created account ${await createPerson(ctx, { username, password: await readPassword() })}.`,
        );
        return 0;
      }
      const account = await findAccountByUsername(ctx, username);
      console.log(act ? await act(ctx, account.id, value) : await describe(ctx, account));
      return 0;
    });
  },
};

async function describe(
  ctx: Ctx,
  account: { id: AccountId; username: string; status: string },
): Promise<string> {
  const profile = (await loadProfiles(ctx, [account.id])).get(account.id);
  return JSON.stringify({ ...account, maySeeMoments: profile?.maySeeMoments });
}

const LINE_FEED = 0x0a;

async function readPassword(): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write('Password: ');
  let bytes = Buffer.alloc(0);
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    bytes = Buffer.concat([bytes, chunk]);
    if (bytes.includes(LINE_FEED) || bytes.length > bounds.text.passwordInputBytes) break;
  }
  const line = decodeText(bytes, 'Standard input').split(/\r?\n/, 1)[0];
  if (!line) throw new UsageError('Give the password on standard input.');
  return line;
}
