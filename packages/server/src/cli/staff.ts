import {
  addStaff,
  findStaffByName,
  listStaff,
  removeStaff,
  resetStaff,
  STAFF_ROLES,
  type StaffPassword,
  type StaffRole,
} from '@kith/core/staff';
import type { Ctx } from '@kith/core/kernel';
import { readArgs, readTenantId, UsageError, type Command } from './command.js';
import { operatorCtx, withDeps } from './with-core.js';

const actions: Readonly<Record<string, (ctx: Ctx, name: string) => Promise<string>>> = {
  reset: async (ctx, name) => describe(await resetStaff(ctx, await findStaffByName(ctx, name))),
  remove: async (ctx, name) => {
    await removeStaff(ctx, await findStaffByName(ctx, name));
    return 'Removed; the sessions have ended.';
  },
};

export const staffCommand: Command = {
  usage:
    'list | add NAME --role owner|moderator|support|editor [--installation] | reset NAME | remove NAME  [--tenant ID]',
  summary: 'Manages the staff of the console; --installation opens all tenants to an owner.',
  run: async (args, config) => {
    const { positionals, values } = readArgs(args, {
      tenant: { type: 'string', default: '1' },
      role: { type: 'string' },
      installation: { type: 'boolean', default: false },
    });
    const [action = '', name, extra] = positionals;
    const act = Object.hasOwn(actions, action) ? actions[action] : undefined;
    if (extra !== undefined || (act || action === 'add' ? !name : action !== 'list' || name !== undefined))
      throw new UsageError('Specify an action and its arguments.');
    const role = action === 'add' ? readRole(values.role) : undefined;
    if (values.installation && role !== 'owner')
      throw new UsageError('--installation is for a new owner: --role owner.');
    const tenantId = readTenantId(values.tenant);
    return withDeps(config, async (deps) => {
      const ctx = await operatorCtx(deps, tenantId);
      if (name === undefined) await list(ctx);
      else if (role)
        console.log(describe(await addStaff(ctx, { name, role, ownsInstallation: values.installation })));
      else console.log(await act?.(ctx, name));
      return 0;
    });
  },
};

function readRole(text: string | undefined): StaffRole {
  const role = STAFF_ROLES.find((one) => one === text);
  if (!role) throw new UsageError(`--role is ${STAFF_ROLES.join(', ')}.`);
  return role;
}

async function list(ctx: Ctx): Promise<void> {
  for (const { id, name, role, ownsInstallation, isEnrolled } of await listStaff(ctx)) {
    const states = [ownsInstallation && 'owns the installation', !isEnrolled && 'not enrolled'].filter(
      Boolean,
    );
    console.log([id, name, role, states.join(', ')].join('\t'));
  }
}

function describe({ oneTimePassword, expiresAt }: StaffPassword): string {
  return `One-time password: ${oneTimePassword}\nIt opens the first sign-in until ${new Date(expiresAt).toISOString()}.`;
}
