import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { findNamesOfLaterAreas } from './declared-names.js';
import { findTableReferences } from './table-reads.js';
import { findTenantlessQueries, type TenantlessQuery } from './tenant-queries.js';
import { mayKnowWireWords, wireWords } from './wire-words.js';

/** A line that violates a wall, with the remedy. */
export interface Breach {
  readonly file: string;
  readonly line: number;
  readonly wall:
    | 'area-order'
    | 'table-writes'
    | 'table-reads'
    | 'store-sql'
    | 'tenant-queries'
    | 'pure-presenters'
    | 'lock-transactions'
    | 'wire-words';
  readonly instead: string;
}

const CORE = 'packages/core/src';
const SERVER = 'packages/server/src';
const FOUNDATION = ['kernel', 'ports', 'db'];

/** Files in which an area declares what the kernel composes. The linter checks that they import only ids and each other. */
const DECLARATIONS = /^(?:event-types|tenant-settings)\.js$/;

// The linter cannot check these: they need the order in AREAS.md and the owners of the tables.
const IMPORT = /\b(?:from|import)\s*\(?\s*'([^']+)'/g;
const SQL_IMPORT = /\bimport\s+(?:\{[^}]*\bsql\b[^}]*\}|\*\s+as\s+\w+)\s+from\s+'kysely'/g;
const BUILDER_WRITE = /\b(?:insertInto|updateTable|deleteFrom|mergeInto|replaceInto)\(\s*(?:'(\w+))?/g;
const RAW_WRITE =
  /\b(?:insert\s+into|delete\s+from|merge\s+into|update(?=\s+\w+(?:\s+(?:as\s+)?\w+)?\s+set\b))\s+(\w+)/gi;
const WORD = /\b([a-z]+[a-z0-9]*(?:_[a-z0-9]+)*)\b/g;
const STORE_FILE = /^(?:store|[\w-]+-store)\.ts$/;
const QUERY =
  /\.(?:selectFrom|insertInto|updateTable|deleteFrom)\(|\bsql\b.*\sfrom\s+'kysely'|\binsert\s+into\s+\w+\s*\(/;
const DECISION =
  /\bnew\s+DomainError\b|\b(?:invalid|transact|limitActor|notifyAccounts)\(|\.(?:ports|log)\b|\.emit\(/g;
/** A lock that lasts longer than its statement, because it is not in a part of one. */
const LOCK =
  /\.for(?:NoKeyUpdate|Update|KeyShare|Share)\(|\bpg_advisory_xact_lock\b|\bfor (?:(?:no key )?update|(?:key )?share)(?: of \w+)?(?: skip locked)?\s*`/g;
const FUNCTION = /^(?:export )?(?:async )?function [^]*?\n}$/gm;
const IN_TRANSACTION = /^[\w ]+(?:<[^(]*>)?\(\s*\w+: (?:MemberTx|Tx|Transaction<Tables>)/;
/** Waiting, or a way to the database: a presenter has neither. */
const LOADING = /\b(?:async|await|Promise|(?:Member)?(?:Ctx|Tx)|Deps)\b/g;
const LOADING_PRESENTER =
  /\basync\s+function\s+present\w*|\bfunction\s+present\w*(?:<[^(]*>)?\([^)]*\b(?:Member)?(?:Ctx|Tx)\b/g;

/**
 * All breaches of the order of areas, of the ownership of tables, of the declaration of reads of later tables, of the
 * rule that a query names its tenant, of locks outside transactions, and of the purity of presenters, in the tree at
 * `root`. `acrossTenants` has the functions, as `<area>/<file> <function>`, whose queries span all tenants.
 */
export function findBreaches(root: string, acrossTenants: ReadonlySet<string>): Breach[] {
  const areas = readAreas(root);
  const order = [...FOUNDATION, ...areas];
  const owners = readTableOwners(root);
  const tenantTables = readTenantTables(root);
  const columns = readColumns(root);
  const isStore = (file: string) =>
    areas.includes(folderInCore(file)) && STORE_FILE.test(posix.basename(file));
  const stores = listSources(root, CORE).filter(isStore);
  return [
    ...listSources(root, CORE).flatMap((file) => [
      ...findOrderBreaches(root, file, order),
      ...findWriteBreaches(root, file, owners, isStore(file)),
      ...findTenantBreaches(root, file, tenantTables, acrossTenants),
      ...findWireWords(root, file, columns),
    ]),
    ...findReadBreaches(root),
    ...findNameBreaches(root, areas),
    ...stores.flatMap((file) => [...findStoreBreaches(root, file), ...findLockBreaches(root, file)]),
    ...listSources(root, SERVER).flatMap((file) => [
      ...findWriteBreaches(root, file, owners, false),
      ...findPresenterBreaches(root, file),
    ]),
  ];
}

/** The areas of core in the order of AREAS.md. */
export function readAreas(root: string): string[] {
  const text = readFileSync(join(root, CORE, 'AREAS.md'), 'utf8');
  return [...text.matchAll(/^\d+\. `(\w+)`/gm)].map((match) => match[1]!);
}

/** The folders of core that are neither an area of AREAS.md nor the foundation. */
export function findUnlistedFolders(root: string): string[] {
  const known = new Set([...FOUNDATION, ...readAreas(root)]);
  return readdirSync(join(root, CORE), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !known.has(entry.name))
    .map((entry) => entry.name);
}

function findOrderBreaches(root: string, file: string, order: readonly string[]): Breach[] {
  const own = folderInCore(file);
  const breaches: Breach[] = [];
  for (const { line, name } of scan(root, file, IMPORT)) {
    if (name === undefined || !name.startsWith('.')) continue;
    const target = folderInCore(posix.join(posix.dirname(file), name));
    if (target === own || FOUNDATION.includes(target) || order.indexOf(target) < order.indexOf(own)) continue;
    if (FOUNDATION.includes(own) && DECLARATIONS.test(posix.basename(name))) continue;
    const instead = `${own} stands before ${target} in AREAS.md: emit an event, or move what both need down.`;
    breaches.push({ file, line, wall: 'area-order', instead });
  }
  return breaches;
}

function findNameBreaches(root: string, areas: readonly string[]): Breach[] {
  const folders = areas.map((name) => ({ name, folder: `${CORE}/${name}` }));
  const known = folders
    .filter(({ folder }) => existsSync(join(root, folder)))
    .map((area) => ({ ...area, files: listSources(root, area.folder) }));
  return findNamesOfLaterAreas(root, known).map(({ file, line, name, owner }) => ({
    file,
    line,
    wall: 'area-order',
    instead: `${owner}, a later area, declares ${name}: declare it in the first area that uses it.`,
  }));
}

function findReadBreaches(root: string): Breach[] {
  const declared = readDeclaredReads(root);
  return findReadsOfLaterTables(root)
    .filter(({ name }) => !declared.has(name))
    .map(({ file, line, name, owner }) => ({
      file,
      line,
      wall: 'table-reads',
      instead: `The table belongs to ${owner}, a later area: let ${owner} query it, or declare '${name}' with the reason in packages/core/src/AREAS.md.`,
    }));
}

/** The rows of AREAS.md, as `<area>/<file> <table>`, that no query needs. */
export function listUnneededReads(root: string): string[] {
  const needed = new Set(findReadsOfLaterTables(root).map(({ name }) => name));
  return [...readDeclaredReads(root)].filter((name) => !needed.has(name));
}

/** The reads that AREAS.md declares, as `<area>/<file> <table>`. */
function readDeclaredReads(root: string): Set<string> {
  const text = readFileSync(join(root, CORE, 'AREAS.md'), 'utf8');
  const rows = text.matchAll(/^\| `([\w/.-]+)` +\| `(\w+)` +\| \w/gm);
  return new Set([...rows].map(([, file, table]) => `${file} ${table}`));
}

/** Where an area names a table of an area that AREAS.md lists after it. */
function findReadsOfLaterTables(root: string): { file: string; line: number; name: string; owner: string }[] {
  const areas = readAreas(root);
  const owners = readTableOwners(root);
  const files = listSources(root, CORE).filter((file) => areas.includes(folderInCore(file)));
  return files.flatMap((file) => {
    const own = areas.indexOf(folderInCore(file));
    const later = new Set([...owners.keys()].filter((table) => areas.indexOf(owners.get(table)!) > own));
    return findTableReferences(root, file, later).map(({ line, table }) => ({
      file,
      line,
      name: `${posix.relative(CORE, file)} ${table}`,
      owner: owners.get(table)!,
    }));
  });
}

/** A store contains SQL and nothing else, so other files must not be named like a store. */
function findStoreBreaches(root: string, file: string): Breach[] {
  const breaches: Breach[] = scan(root, file, DECISION).map(({ line }) => ({
    file,
    line,
    wall: 'store-sql',
    instead: 'A store holds SQL alone: decide, notify and use ports in the use case that calls it.',
  }));
  if (!QUERY.test(readFileSync(join(root, file), 'utf8'))) {
    const instead = 'This file holds no SQL: name it after its use case, not store.ts or *-store.ts.';
    breaches.push({ file, line: 1, wall: 'store-sql', instead });
  }
  return breaches;
}

/** A lock lasts until the transaction ends, so its function takes one. */
function findLockBreaches(root: string, file: string): Breach[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(FUNCTION)]
    .filter(([declaration]) => !IN_TRANSACTION.test(declaration))
    .flatMap(({ 0: declaration, index }) =>
      [...declaration.matchAll(LOCK)].map((lock) => ({
        file,
        line: text.slice(0, index + lock.index).split('\n').length,
        wall: 'lock-transactions' as const,
        instead: 'The lock ends with the statement: take a Tx, which only transact creates.',
      })),
    );
}

function findWriteBreaches(
  root: string,
  file: string,
  owners: ReadonlyMap<string, string>,
  isStore: boolean,
): Breach[] {
  // Migrations created the tables; only the batch writer of entries receives its own SQL as an adapter.
  if (file.startsWith(`${CORE}/db/`) || file.startsWith(`${SERVER}/adapters/postgres/`)) return [];
  const writes = [...scan(root, file, BUILDER_WRITE), ...scan(root, file, RAW_WRITE)];
  if (!isStore) {
    const instead = "SQL lives in the store.ts of the table's area: call a function of its front door.";
    return [...writes, ...scan(root, file, SQL_IMPORT)].map(({ line }) => ({
      file,
      line,
      wall: 'table-writes',
      instead,
    }));
  }
  const own = folderInCore(file);
  return writes
    .filter(({ name }) => name !== undefined && owners.get(name) !== own)
    .map(({ line, name }) => ({
      file,
      line,
      wall: 'table-writes',
      instead: `${name} belongs to ${owners.get(name!) ?? 'no area'}: a store writes the tables of its own db/tables file.`,
    }));
}

function findTenantBreaches(
  root: string,
  file: string,
  tenantTables: ReadonlySet<string>,
  acrossTenants: ReadonlySet<string>,
): Breach[] {
  return findQueriesAcrossTenants(root, file, tenantTables)
    .filter(({ name }) => !acrossTenants.has(name))
    .map(({ line, table, name }) => ({
      file,
      line,
      wall: 'tenant-queries',
      instead: `Restrict ${table} by tenant_id. If the query spans all tenants, add '${name}' with the reason to packages/server/test/architecture/across-tenants.ts.`,
    }));
}

/** Presenters convert loaded data: everything in `present/`, and every function named `present…`. */
function findPresenterBreaches(root: string, file: string): Breach[] {
  const isOfPresenters = posix.dirname(file).split('/').includes('present');
  return scan(root, file, isOfPresenters ? LOADING : LOADING_PRESENTER).map(({ line }) => ({
    file,
    line,
    wall: 'pure-presenters',
    instead: 'A presenter is synchronous and takes loaded data: load in the handler, or in a load… function.',
  }));
}

/** Core has names of its own; a dialect translates them. A column may have the name that the wire has. */
function findWireWords(root: string, file: string, columns: ReadonlySet<string>): Breach[] {
  if (mayKnowWireWords(file)) return [];
  return scan(root, file, WORD)
    .filter(({ name }) => wireWords.has(name!) && !columns.has(name!))
    .map(({ line, name }) => ({
      file,
      line,
      wall: 'wire-words',
      instead: `${name} is a word of the wire: core has its own name for it, which the dialect translates (field-names.ts for a refused field).`,
    }));
}

/** The functions with a query that names no tenant, as `<area>/<file> <function>`. */
export function listFunctionsAcrossTenants(root: string): Set<string> {
  const tenantTables = readTenantTables(root);
  const queries = listSources(root, CORE).flatMap((file) =>
    findQueriesAcrossTenants(root, file, tenantTables),
  );
  return new Set(queries.map(({ name }) => name));
}

function findQueriesAcrossTenants(
  root: string,
  file: string,
  tenantTables: ReadonlySet<string>,
): (TenantlessQuery & { readonly name: string })[] {
  if (file.startsWith(`${CORE}/db/`)) return [];
  return findTenantlessQueries(root, file, tenantTables).map((query) => ({
    ...query,
    name: `${posix.relative(CORE, file)} ${query.owner}`,
  }));
}

/** The tables whose rows belong to a tenant. */
function readTenantTables(root: string): Set<string> {
  const members = listSources(root, `${CORE}/db/tables`).flatMap((file) => [
    ...readFileSync(join(root, file), 'utf8').matchAll(/^ {2}(\w+): \{([^}]*)\}/gm),
  ]);
  return new Set(
    members.filter(([, , columns]) => /\btenant_id:/.test(columns ?? '')).map(([, table]) => table!),
  );
}

/** The names of all columns. */
function readColumns(root: string): Set<string> {
  const files = listSources(root, `${CORE}/db/tables`);
  return new Set(files.flatMap((file) => scan(root, file, /^ {4}(\w+): /gm).map(({ name }) => name!)));
}

/** The area that owns a table: `db/tables/<area>.ts` names its tables as the members of one interface. */
function readTableOwners(root: string): Map<string, string> {
  const owners = new Map<string, string>();
  for (const file of listSources(root, `${CORE}/db/tables`)) {
    for (const { name } of scan(root, file, /^ {2}(\w+): \{/gm)) {
      owners.set(name!, posix.basename(file, '.ts'));
    }
  }
  return owners;
}

function folderInCore(path: string): string {
  return posix.relative(CORE, path).split('/')[0]!;
}

function listSources(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => posix.join(folder, name.replaceAll('\\', '/')))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .toSorted();
}

function scan(root: string, file: string, pattern: RegExp): { line: number; name: string | undefined }[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(pattern)].map((match) => ({
    line: text.slice(0, match.index).split('\n').length,
    name: match[1],
  }));
}
