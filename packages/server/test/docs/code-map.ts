import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { parseSync } from 'oxc-parser';
import { root } from './pages.js';

/** A function, by the file that declares it. */
export interface Declared {
  /** The path from the root. */
  readonly file: string;
  readonly name: string;
}

/** The code behind an endpoint. */
export interface EndpointCode {
  readonly handler: Declared;
  /** Functions of core that the handler calls. */
  readonly useCases: readonly Declared[];
  /** Stores with the SQL that these functions run, by path from the root. */
  readonly stores: readonly string[];
}

interface Node {
  readonly type: string;
  readonly [member: string]: unknown;
}

/** One parsed file: its top-level declarations, and where its imports and re-exports come from. */
interface Module {
  readonly declared: ReadonlyMap<string, Node>;
  readonly imported: ReadonlyMap<string, Declared>;
  readonly exported: ReadonlyMap<string, Declared>;
  readonly exportedAll: readonly string[];
}

const DIALECTS = 'packages/server/src/dialects/';
const CORE = 'packages/core/src/';
/** How code names the port that stores messages, and its implementation. */
const PORT = 'ports.entries';
const WRITER: Declared = { file: `${CORE}conversations/batch-writer.ts`, name: 'makeBatchWriter' };
const modules = new Map<string, Module>();

/** A folder of dialects whose endpoints are in the contract. */
export type Dialect = 'im' | 'api' | 'admin';

/** The code behind the endpoint of a dialect, found by its group and name in the contract. */
export function findCode(dialect: Dialect, group: string, name: string): EndpointCode {
  const routes = `${DIALECTS}${dialect}/routes.ts`;
  const key = /^\w+$/.test(group) ? `${dialect}.${group}` : `${dialect}['${group}']`;
  const line = readFileSync(`${root}${routes}`, 'utf8')
    .split('\n')
    .find((text) => text.includes(`implement(${key}, `));
  for (const [handlers] of line?.matchAll(/\w+Handlers\b/g) ?? []) {
    const from = follow({ file: routes, name: handlers });
    const handler = findProperty(declarationOf(from), name);
    if (handler) return describe({ file: from.file, name: handlers }, handler);
  }
  throw new Error(`${routes} has no handler of ${key}.${name}.`);
}

function describe(handler: Declared, node: Node): EndpointCode {
  const useCases = reach(handler.file, node, {
    enters: ({ file }) => file.startsWith(DIALECTS) && !file.includes('/present/'),
    keeps: ({ file }) => isArea(file),
  });
  const sql = useCases.flatMap((useCase) =>
    isStore(useCase.file)
      ? [useCase]
      : reach(useCase.file, declarationOf(useCase), {
          enters: ({ file }) => isArea(file) && !isStore(file),
          keeps: ({ file }) => isStore(file),
        }),
  );
  return { handler, useCases, stores: [...new Set(sql.map(({ file }) => file))].toSorted() };
}

/** The functions, and in stores also the constants, that code refers to, directly or through what it may enter. */
function reach(
  file: string,
  from: Node | undefined,
  may: { enters: (of: Declared) => boolean; keeps: (of: Declared) => boolean },
): Declared[] {
  const found = new Map<string, Declared>();
  const seen = new Set<Node>();
  const visit = (inFile: string, node: Node | undefined) => {
    if (!node || seen.has(node)) return;
    seen.add(node);
    for (const name of namesIn(node)) {
      const target = name === PORT ? WRITER : follow({ file: inFile, name });
      const declaration = declarationOf(target);
      if (!declaration || !(isFunction(declaration) || isStore(target.file))) continue;
      if (may.keeps(target)) found.set(`${target.file} ${target.name}`, target);
      else if (may.enters(target)) visit(target.file, declaration);
    }
  };
  visit(file, from);
  return [...found.values()];
}

function isArea(file: string): boolean {
  return file.startsWith(CORE) && !/^(?:kernel|db|ports)\//.test(file.slice(CORE.length));
}

function isStore(file: string): boolean {
  return /(?:^|[/-])store\.ts$/.test(file);
}

/** Where a name of a file is declared: the end of its imports and re-exports. */
function follow(from: Declared): Declared {
  const { declared, imported, exported, exportedAll } = moduleOf(from.file);
  if (declared.has(from.name)) return from;
  const next = imported.get(from.name) ?? exported.get(from.name);
  if (next) return existsSync(`${root}${next.file}`) ? follow(next) : next;
  for (const file of exportedAll) {
    const found = follow({ file, name: from.name });
    if (declarationOf(found)) return found;
  }
  return from;
}

function declarationOf({ file, name }: Declared): Node | undefined {
  return existsSync(`${root}${file}`) ? moduleOf(file).declared.get(name) : undefined;
}

function moduleOf(file: string): Module {
  const known = modules.get(file);
  if (known) return known;
  const declared = new Map<string, Node>();
  const imported = new Map<string, Declared>();
  const exported = new Map<string, Declared>();
  const exportedAll: string[] = [];
  const { program } = parseSync(file, readFileSync(`${root}${file}`, 'utf8'));
  for (const statement of program.body as unknown as Node[]) {
    const source = (statement['source'] as { value: string } | null | undefined)?.value;
    const target = source === undefined ? undefined : resolve(file, source);
    for (const specifier of (statement['specifiers'] as Node[] | undefined) ?? []) {
      const {
        local,
        exported: outer,
        imported: inner,
      } = specifier as unknown as Record<string, { name: string } | undefined>;
      if (!target || !local) continue;
      if (outer) exported.set(outer.name, { file: target, name: local.name });
      else imported.set(local.name, { file: target, name: inner?.name ?? 'default' });
    }
    if (statement.type === 'ExportAllDeclaration' && target) exportedAll.push(target);
    const declaration = (statement['declaration'] as Node | null | undefined) ?? statement;
    if (declaration.type === 'FunctionDeclaration')
      declared.set((declaration['id'] as { name: string }).name, declaration);
    for (const { id, init } of (declaration['declarations'] as
      | { id: { name?: string }; init: Node | null }[]
      | undefined) ?? [])
      if (id.name !== undefined && init) declared.set(id.name, init);
  }
  const parsed = { declared, imported, exported, exportedAll };
  modules.set(file, parsed);
  return parsed;
}

/** The file of an import; undefined for packages outside the project. */
function resolve(file: string, source: string): string | undefined {
  const area = /^@kith\/core\/(\w+)$/.exec(source)?.[1];
  if (area !== undefined) return `${CORE}${area}/index.ts`;
  if (!source.startsWith('.')) return undefined;
  return posix.join(posix.dirname(file), source).replace(/\.js$/, '.ts');
}

/** The names that code mentions, without members of objects except the port that stores messages. */
function* namesIn(node: Node): Iterable<string> {
  if (node.type === 'Identifier') yield node['name'] as string;
  if (isMember(node, 'entries') && isMember(node['object'] as Node, 'ports')) yield PORT;
  for (const [member, value] of Object.entries(node)) {
    if (member === 'property' && node['computed'] === false) continue;
    if (member === 'key' && node.type === 'Property' && node['shorthand'] !== true) continue;
    for (const inner of Array.isArray(value) ? value : [value])
      if (typeof inner === 'object' && inner !== null && 'type' in inner) yield* namesIn(inner as Node);
  }
}

function isMember(node: Node, name: string): boolean {
  return node.type === 'MemberExpression' && (node['property'] as { name?: string }).name === name;
}

function isFunction(node: Node): boolean {
  return /^(?:Arrow)?Function/.test(node.type);
}

/** The value of a property, in an object literal or in the one that a function returns. */
function findProperty(node: Node | undefined, name: string): Node | undefined {
  if (!node) return undefined;
  if (node.type === 'Property' && (node['key'] as { name?: string }).name === name)
    return node['value'] as Node;
  for (const value of Object.values(node))
    for (const inner of Array.isArray(value) ? value : [value])
      if (typeof inner === 'object' && inner !== null && 'type' in inner) {
        const found = findProperty(inner as Node, name);
        if (found) return found;
      }
  return undefined;
}
