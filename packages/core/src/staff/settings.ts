import {
  acceptsSetting,
  defaultSettings,
  DomainError,
  invalid,
  isSettingName,
  settingsByArea,
  settingSchemas,
  transact,
  type SettingSchema,
  type SettingValue,
  type TenantSettings,
} from '../kernel/index.js';
import { lockSettings, selectSettings, updateSettings } from '../tenants/index.js';
import { requireProof } from './access.js';
import { audit } from './audit.js';
import { operatorName, type OperatorCtx } from './types.js';

type Name = keyof TenantSettings;

/** A setting of the tenant: what it accepts, its value, and who changed it last. */
export interface ShownSetting {
  readonly name: Name;
  /** The area of core that declares it. */
  readonly area: string;
  readonly schema: SettingSchema;
  readonly value: SettingValue;
  /** Whether the default applies because nobody has set a value. */
  readonly isDefault: boolean;
  readonly changed: { readonly at: number; readonly by: string } | undefined;
}

/** All settings of the tenant by area, and their version. */
export async function listSettings(ctx: OperatorCtx): Promise<{ version: number; settings: ShownSetting[] }> {
  const { version, settings, changes } = await selectSettings(ctx);
  const shown = Object.entries(settingsByArea).flatMap(([area, schemas]) =>
    // The areas declare all settings.
    (Object.keys(schemas) as Name[]).map((name) => ({
      name,
      area,
      schema: settingSchemas[name],
      value: settings[name] ?? defaultSettings[name],
      isDefault: settings[name] === undefined,
      changed: changes[name],
    })),
  );
  return { version, settings: shown };
}

/**
 * Changes some settings of the tenant, and keeps the others; all or none. With `version`, only if nobody has changed any
 * since that one. Throws `stale`, `step_up_required`, or `invalid` with the name of the setting.
 */
export async function changeSettings(
  ctx: OperatorCtx,
  input: {
    version?: number | undefined;
    values?: Readonly<Record<string, unknown>> | undefined;
    /** Names of settings that return to the default. */
    reset?: readonly string[] | undefined;
  },
): Promise<void> {
  const { values = {}, reset = [] } = input;
  const names = [...Object.keys(values), ...reset].map(readName);
  for (const name of Object.keys(values)) checkValue(ctx, readName(name), values[name]);
  if (ctx.staff && names.some((name) => settingSchemas[name].isDangerous)) requireProof(ctx.staff, ctx.now());
  await transact(ctx, async (tx) => {
    const { version, settings, changes } = await lockSettings(tx);
    if (input.version !== undefined && input.version !== version) throw new DomainError('stale');
    const kept = Object.entries(settings).filter(([name]) => !reset.includes(name));
    const after: Partial<TenantSettings> = { ...Object.fromEntries(kept), ...values };
    const changed = names.filter((name) => settings[name] !== after[name]);
    if (changed.length === 0) return;
    const change = { at: tx.now(), by: operatorName(tx) };
    await updateSettings(tx, {
      settings: after,
      changes: { ...changes, ...Object.fromEntries(changed.map((name) => [name, change])) },
    });
    await audit(tx, {
      action: 'settings.change',
      object: { kind: 'settings', id: tx.tenant.id },
      before: loggedValues(settings, changed),
      after: loggedValues(after, changed),
    });
    tx.emit({ type: 'settings_changed', tenantId: tx.tenant.id });
  });
}

function readName(name: string): Name {
  if (!isSettingName(name)) throw invalid(name);
  return name;
}

function checkValue(ctx: OperatorCtx, name: Name, value: unknown): void {
  const schema = settingSchemas[name];
  if (!acceptsSetting(schema, value)) throw invalid(name);
  const isForTests = schema.kind === 'choice' && schema.forTests === value;
  if (isForTests && !ctx.ports.receipts.mayTrust) throw invalid(name);
}

/** The values of some settings for the audit log; null for the default, and for a secret only whether there is one. */
function loggedValues(settings: Partial<TenantSettings>, names: readonly Name[]): object {
  const shown = (name: Name) => (settingSchemas[name].isSecret && settings[name] ? '…' : settings[name]);
  return Object.fromEntries(names.map((name) => [name, shown(name) ?? null]));
}
