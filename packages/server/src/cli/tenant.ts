import { seedContent } from '@kith/core/content';
import { defaultSettings, type Ctx, type TenantSettings } from '@kith/core/kernel';
import { isValidServiceHours } from '@kith/core/support';
import { createTenant, findTenant, listTenants, updateTenantSettings } from '@kith/core/tenants';
import { addCategory, listCategories, removeCategory, renameCategory } from '@kith/core/videos';
import { readArgs, readTenantId, UsageError, type Command } from './command.js';
import { publishFile, showContent, unpublishRow } from './content.js';
import { operatorCtx, withDb, withDeps } from './with-core.js';

export const tenantCommand: Command = {
  usage:
    'list | create ID NAME | show ID | set ID KEY=VALUE… | content ID | publish ID FILE.json | unpublish ID LIST ROW | categories ID [add NAME | rename N NAME | remove N]',
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
        const change = readSettings(rest);
        if (change.receiptMode === 'trust' && config.isProduction)
          throw new UsageError('In production, purchases need proof: receiptMode must be strict or api.');
        return withDb(config, async (db) => {
          await updateTenantSettings(db, tenantId, change);
          console.log('Changed; a running server applies it within seconds.');
          return 0;
        });
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

/** The requested change of the categories; undefined to list them. */
function readCategoryChange(args: readonly string[]): ((ctx: Ctx) => Promise<void>) | undefined {
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

/** `key=value` pairs, each converted to the type of its default. */
function readSettings(pairs: readonly string[]): Partial<TenantSettings> {
  if (pairs.length === 0) throw new UsageError('Give at least one KEY=VALUE.');
  const change: Record<string, unknown> = {};
  for (const pair of pairs) {
    const [key = '', ...rest] = pair.split('=');
    if (rest.length === 0) throw new UsageError(`${JSON.stringify(pair)} is not KEY=VALUE.`);
    if (!Object.hasOwn(defaultSettings, key)) {
      throw new UsageError(
        `Unknown setting ${key}. The settings are: ${Object.keys(defaultSettings).join(', ')}.`,
      );
    }
    change[key] = readValue(key, defaultSettings[key as keyof TenantSettings], rest.join('='));
  }
  return change;
}

function readValue(key: string, example: unknown, text: string): unknown {
  if (typeof example === 'boolean') {
    if (text !== 'true' && text !== 'false') throw new UsageError(`${key} must be true or false.`);
    return text === 'true';
  }
  if (typeof example === 'number') {
    const number = Number(text);
    if (text === '' || !Number.isSafeInteger(number) || number < 0)
      throw new UsageError(`${key} must be a whole number from 0.`);
    return number;
  }
  const allowed = choices[key];
  if (allowed && !allowed.includes(text)) throw new UsageError(`${key} is ${allowed.join(' or ')}.`);
  if (key === 'defaultFriends' && !/^(\d+(\|\d+)*)?$/.test(text))
    throw new UsageError('defaultFriends must be account ids separated by |, such as "10001|10002".');
  if (key === 'timeZone' && !isTimeZone(text))
    throw new UsageError('timeZone must be the name of a time zone, such as Asia/Taipei or UTC.');
  if (key === 'supportHours' && !isValidServiceHours(text))
    throw new UsageError('supportHours must look like 09:00-18:00, or be empty for always.');
  return text;
}

const choices: Readonly<Record<string, readonly string[]>> = {
  imProfile: ['document', 'uniapp'],
  defaultFriendMode: ['all', 'random', 'turns'],
  receiptMode: ['strict', 'api', 'trust'],
  ageUnknown: ['adult', 'isolated'],
  ageMinors: ['separate', 'disabled'],
  photoBeforeReview: ['hidden', 'visible'],
  photoReview: ['humans', 'none'],
};

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
