import { seedContent } from '@kith/core/content';
import {
  acceptsSetting,
  isSettingName,
  settingSchemas,
  type SettingSchema,
  type TenantSettings,
} from '@kith/core/kernel';
import { changeSettings, type OperatorCtx } from '@kith/core/staff';
import { createTenant, findTenant, listTenants } from '@kith/core/tenants';
import { addCategory, listCategories, removeCategory, renameCategory } from '@kith/core/videos';
import type { Config } from '../config/config.js';
import { readArgs, readTenantId, UsageError, type Command } from './command.js';
import { publishFile, showContent, unpublishRow } from './content.js';
import { operatorCtx, withDb, withDeps } from './with-core.js';

export const tenantCommand: Command = {
  usage:
    'list | create ID NAME | show ID | set ID KEY=VALUE… | reset ID KEY… | content ID | publish ID FILE.json | unpublish ID LIST ROW | categories ID [add NAME | rename N NAME | remove N]',
  summary: 'Lists and creates tenants; shows and changes their settings, content and video categories.',
  run: async (args, config) => {
    const [action, id, ...rest] = readArgs(args, {}).positionals;
    switch (action) {
      case 'list':
        if (id !== undefined) throw new UsageError('"list" takes no arguments.');
        return withDb(config, async (db) => {
          for (const tenant of await listTenants(db)) console.log(`${tenant.id}\t${tenant.name}`);
          return 0;
        });
      case 'create': {
        const tenantId = readTenantId(id);
        const name = rest.join(' ').trim();
        if (!name) throw new UsageError('A tenant needs a name.');
        return withDeps(config, async (deps) => {
          await createTenant(deps.db, { id: tenantId, name, now: deps.now() });
          await seedContent(await operatorCtx(deps, tenantId));
          console.log(`Created tenant ${tenantId}.`);
          return 0;
        });
      }
      case 'show': {
        const tenantId = readTenantId(id);
        if (rest.length > 0) throw new UsageError('"show" takes only an id.');
        return withDb(config, async (db) => {
          const tenant = await findTenant(db, tenantId);
          if (!tenant) throw new Error(`There is no tenant ${tenantId}. "kith tenant list" shows all.`);
          console.log(JSON.stringify(tenant, null, 2));
          return 0;
        });
      }
      case 'set': {
        const tenantId = readTenantId(id);
        const values = readSettings(rest);
        if (values.receiptMode === 'trust' && config.isProduction)
          throw new UsageError('In production, purchases need proof: receiptMode must be strict or api.');
        return applyChange(config, tenantId, { values });
      }
      case 'reset': {
        const tenantId = readTenantId(id);
        if (rest.length === 0) throw new UsageError('Give at least one KEY.');
        for (const key of rest) requireSetting(key);
        return applyChange(config, tenantId, { reset: rest });
      }
      case 'content':
        return withDeps(config, async (deps) => showContent(await operatorCtx(deps, readTenantId(id))));
      case 'publish': {
        const [file] = rest;
        if (file === undefined) throw new UsageError('Specify the file to publish.');
        const tenantId = readTenantId(id);
        return withDeps(config, async (deps) => publishFile(await operatorCtx(deps, tenantId), file));
      }
      case 'unpublish': {
        const tenantId = readTenantId(id);
        return withDeps(config, async (deps) => unpublishRow(await operatorCtx(deps, tenantId), rest));
      }
      case 'categories': {
        const tenantId = readTenantId(id);
        const change = readCategoryChange(rest);
        return withDeps(config, async (deps) => {
          const ctx = await operatorCtx(deps, tenantId);
          await change?.(ctx);
          for (const category of await listCategories(ctx)) console.log(`${category.id}\t${category.name}`);
          return 0;
        });
      }
      default:
        throw new UsageError('Specify an action.');
    }
  },
};

function applyChange(
  config: Config,
  tenantId: number,
  change: Parameters<typeof changeSettings>[1],
): Promise<number> {
  return withDeps(config, async (deps) => {
    await changeSettings(await operatorCtx(deps, tenantId), change);
    console.log('Changed; a running server applies it within seconds.');
    return 0;
  });
}

/** The requested change of the categories; undefined to list them. */
function readCategoryChange(args: readonly string[]): ((ctx: OperatorCtx) => Promise<void>) | undefined {
  const [action, ...rest] = args;
  if (action === undefined) return undefined;
  if (action === 'add') return (ctx) => addCategory(ctx, rest.join(' '));
  const [number, ...words] = rest;
  const id = Number(number);
  const isRename = action === 'rename' && words.length > 0;
  if (!Number.isInteger(id) || !(isRename || (action === 'remove' && words.length === 0)))
    throw new UsageError('Categories are added by name, renamed and removed by number.');
  return (ctx) => (isRename ? renameCategory(ctx, { id, name: words.join(' ') }) : removeCategory(ctx, id));
}

/** `key=value` pairs, each converted to a value that the setting accepts. */
function readSettings(pairs: readonly string[]): Partial<TenantSettings> {
  if (pairs.length === 0) throw new UsageError('Give at least one KEY=VALUE.');
  return Object.fromEntries(
    pairs.map((pair) => {
      const [key = '', ...rest] = pair.split('=');
      if (rest.length === 0) throw new UsageError(`${JSON.stringify(pair)} is not KEY=VALUE.`);
      requireSetting(key);
      const schema = settingSchemas[key];
      const value = readValue(schema, rest.join('='));
      if (!acceptsSetting(schema, value)) throw new UsageError(`${key} must be ${describe(schema)}.`);
      return [key, value];
    }),
  );
}

function requireSetting(name: string): asserts name is keyof TenantSettings {
  if (isSettingName(name)) return;
  const all = Object.keys(settingSchemas).join(', ');
  throw new UsageError(`Unknown setting ${name}. The settings are: ${all}.`);
}

/** What a text stands for; the text itself if that is nothing that the setting accepts. */
function readValue({ kind }: SettingSchema, text: string): unknown {
  if (kind === 'switch' && (text === 'true' || text === 'false')) return text === 'true';
  if (kind === 'number' && text.trim() !== '') return Number(text);
  return text;
}

function describe(schema: SettingSchema): string {
  switch (schema.kind) {
    case 'switch':
      return 'true or false';
    case 'number':
      return `a whole number from ${schema.min} to ${schema.max}`;
    case 'choice':
      return schema.choices.join(' or ');
    case 'text': {
      const like = schema.example === undefined ? '' : `, such as ${schema.example}`;
      return `a text of at most ${schema.maxCharacters} characters${like}`;
    }
    case 'timeZone':
      return 'the name of a time zone, such as Asia/Taipei or UTC';
  }
}
