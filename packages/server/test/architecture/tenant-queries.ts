import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'oxc-parser';

/** A query that names a table of tenants without a condition on its tenant. */
export interface TenantlessQuery {
  readonly line: number;
  readonly table: string;
  /** The function or constant at the top level of the file that contains the query. */
  readonly owner: string;
}

/** A node of the syntax tree, as far as it is read here. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [member: string]: unknown;
}

interface Source {
  readonly text: string;
  /** The functions and constants of the file, by name. */
  readonly declarations: ReadonlyMap<string, Node>;
}

interface Reference {
  readonly table: string;
  readonly alias: string;
}

const CHAIN_STARTS = new Set(['selectFrom', 'updateTable', 'deleteFrom']);
const JOINS = /^(?:(?:inner|left|right|full|cross)Join(?:Lateral)?|using|from)$/;
/** The calls of a chain that restrict its rows; a selected or sorted `tenant_id` restricts nothing. */
const RESTRICTING = /^(?:where(?:Ref)?|\w+Join(?:Lateral)?|\$if|\$call)$/;
const TABLE_IN_SQL =
  /\b(?:from|join|update|using)\s+(?:only\s+)?(\w+)(?:\s+(?:as\s+)?(\w+))?|,\s*(\w+)\s+(?:as\s+)?(\w+)(?=\s*(?:,|where\b|join\b|$))/gi;
const KEYWORDS = new Set(
  'as where set join inner left right full cross on using order group limit for returning union select values default offset having window fetch natural lateral'.split(' '),
); // prettier-ignore

/** A file without any of these needs no check. */
const QUERY = /\b(?:selectFrom|updateTable|deleteFrom)\(|\bsql\b/;

/**
 * The queries of a file, chains of kysely and texts of `sql`, that read or change a table of `tenantTables` without a
 * condition on its `tenant_id`. Each table of a join needs its own. Inserts need none: the column has no default.
 */
export function findTenantlessQueries(
  root: string,
  file: string,
  tenantTables: ReadonlySet<string>,
): TenantlessQuery[] {
  const text = readFileSync(join(root, file), 'utf8');
  if (!QUERY.test(text)) return [];
  const program = parseSync(file, text).program as unknown as Node;
  const declarations = new Map<string, Node>();
  visit(program, [], (node) => {
    const name = declaredName(node);
    if (name !== undefined) declarations.set(name, node);
  });
  const source: Source = { text, declarations };
  const found: TenantlessQuery[] = [];
  visit(program, [], (node, ancestors) => {
    const references = isChainStart(node)
      ? findInChain(node, ancestors, source, tenantTables)
      : isSql(node)
        ? findInSql(sqlText(node, source), tenantTables)
        : [];
    const line = text.slice(0, lineStartOf(node)).split('\n').length;
    found.push(...references.map(({ table }) => ({ line, table, owner: ownerOf(ancestors) })));
  });
  return found;
}

/** The references of a chain that have no condition. */
function findInChain(
  start: Node,
  ancestors: readonly Node[],
  source: Source,
  tenantTables: ReadonlySet<string>,
): Reference[] {
  const calls = [start, ...callsAfter(start, ancestors)];
  const references = calls
    .filter((call) => call === start || JOINS.test(nameOf(call)))
    .flatMap((call) => textsIn(argumentsOf(call)[0]))
    .map(readReference)
    .filter(({ table }) => tenantTables.has(table));
  const conditions = calls
    .filter((call) => RESTRICTING.test(nameOf(call)))
    .flatMap((call) => conditionsIn(argumentsOf(call), source));
  return references.filter(({ alias }) => !hasCondition(conditions, alias, references.length === 1));
}

/** Whether a column `tenant_id` of the alias occurs; a column without an alias counts only if one table is possible. */
function hasCondition(conditions: readonly string[], alias: string, isAlone: boolean): boolean {
  const column = new RegExp(`(?:^|[^\\w.])${alias}\\.tenant_id\\b`);
  const bare = /(?:^|[^\w.])tenant_id\b/;
  return conditions.some((one) => column.test(one) || (isAlone && bare.test(one)));
}

/** The calls that follow the start of a chain: `.where(…)`, `.execute()` and so on. */
function callsAfter(start: Node, ancestors: readonly Node[]): Node[] {
  const calls: Node[] = [];
  let inner = start;
  for (const node of ancestors.toReversed()) {
    const isMember = node.type === 'MemberExpression' && node['object'] === inner;
    const isCall = node.type === 'CallExpression' && node['callee'] === inner;
    if (!isMember && !isCall) break;
    if (isCall) calls.push(node);
    inner = node;
  }
  return calls;
}

/** Texts in arguments that can name a column; those of a query within restrict that query alone. */
function conditionsIn(nodes: readonly Node[], source: Source): string[] {
  return nodes.flatMap((node) => {
    if (node.type === 'Literal') return typeof node['value'] === 'string' ? [node['value']] : [];
    if (isSql(node)) return [restrictingPart(scopesOf(sqlText(node, source)).at(-1) ?? '')];
    return beginsWithQuery(node) ? [] : conditionsIn(childrenOf(node), source);
  });
}

/** Whether a node is a chain of calls upon `selectFrom(…)` or its like. */
function beginsWithQuery(node: Node): boolean {
  for (let inner: Node | undefined = node; inner;) {
    if (isChainStart(inner)) return true;
    inner = (inner['callee'] ?? inner['object']) as Node | undefined;
  }
  return false;
}

/** The references of a text of SQL that have no condition. */
function findInSql(sql: string, tenantTables: ReadonlySet<string>): Reference[] {
  const clean = sql.replaceAll(/'[^']*'/g, "''").replaceAll(/--.*$/gm, '');
  return scopesOf(clean).flatMap((scope) => {
    const references = [...scope.matchAll(TABLE_IN_SQL)]
      .map((match) => {
        const [table = '', second = ''] =
          match[1] === undefined ? [match[3], match[4]] : [match[1], match[2]];
        return { table, alias: second === '' || KEYWORDS.has(second.toLowerCase()) ? table : second };
      })
      .filter(({ table }) => tenantTables.has(table));
    const conditions = [restrictingPart(scope)];
    const isShared = references.length === 1 || /\busing\s*\(\s*tenant_id\b/i.test(scope);
    return references.filter(({ alias }) => !hasCondition(conditions, alias, isShared));
  });
}

/** A query without what it selects, groups, sorts and returns. */
function restrictingPart(query: string): string {
  return query
    .replaceAll(/\bselect\b[\s\S]*?(?=\bfrom\b|$)/gi, ' ')
    .replace(/\b(?:group\s+by|order\s+by|returning)\b[\s\S]*$/i, ' ');
}

/** A text of SQL split into its queries, each without the nested queries in parentheses. */
function scopesOf(sql: string): string[] {
  const scopes: string[] = [];
  let rest = sql;
  const innermost = /\(([^()]*)\)/;
  // Innermost parentheses first: a query is extracted, all other text stays with different brackets.
  for (let match = innermost.exec(rest); match; match = innermost.exec(rest)) {
    const [whole, inside = ''] = match;
    const isQuery = /^\s*(?:select|with|insert|update|delete)\b/i.test(inside);
    if (isQuery) scopes.push(inside.replaceAll('⟨', '(').replaceAll('⟩', ')'));
    rest = rest.replace(whole, () => (isQuery ? '⟨⟩' : `⟨${inside}⟩`));
  }
  return [...scopes, rest.replaceAll('⟨', '(').replaceAll('⟩', ')')];
}

/** The text of a template, with the conditions of its interpolations. */
function sqlText(node: Node, source: Source): string {
  const { quasis, expressions } = node['quasi'] as { quasis: Node[]; expressions: Node[] };
  return quasis
    .map((quasi, index) => {
      const { raw } = quasi['value'] as { raw: string };
      const expression = expressions[index];
      return raw + (expression ? inlineOf(expression, source) : '');
    })
    .join('');
}

/** `sql.ref(`${alias}.tenant_id`)` names the column; a fragment of the same file contributes the conditions of its texts. */
function inlineOf(expression: Node, source: Source): string {
  const text = source.text.slice(expression.start, expression.end);
  const name = (expression['callee'] as Node | undefined)?.['name'] ?? expression['name'];
  const fragment = typeof name === 'string' ? source.declarations.get(name) : undefined;
  const texts: string[] = [text];
  if (fragment)
    visit(fragment, [], (node) => {
      if (isSql(node)) texts.push(rawText(node));
    });
  const conditions = texts.filter((one) => /\btenant_id\b/.test(one) && !/\b(?:select|from)\b/i.test(one));
  return [' ?', ...conditions.map((one) => (one === text ? 'tenant_id' : one)), ''].join(' ');
}

function rawText(node: Node): string {
  const { quasis } = node['quasi'] as { quasis: Node[] };
  return quasis.map((quasi) => (quasi['value'] as { raw: string }).raw).join(' ? ');
}

/** A chain may begin on an earlier line than its `.selectFrom(…)`. */
function lineStartOf(node: Node): number {
  return ((node['callee'] as Node | undefined)?.['property'] as Node | undefined)?.start ?? node.start;
}

function isChainStart(node: Node): boolean {
  return node.type === 'CallExpression' && CHAIN_STARTS.has(nameOf(node));
}

function isSql(node: Node): boolean {
  const tag = node['tag'] as Node | undefined;
  return node.type === 'TaggedTemplateExpression' && tag?.type === 'Identifier' && tag['name'] === 'sql';
}

/** `where` of `x.where(…)`. */
function nameOf(call: Node): string {
  const callee = call['callee'] as Node | undefined;
  const property = callee?.['property'] as Node | undefined;
  return callee?.type === 'MemberExpression' && property?.type === 'Identifier'
    ? String(property['name'])
    : '';
}

function argumentsOf(call: Node): Node[] {
  return call['arguments'] as Node[];
}

/** The text literals of an argument: one table or a list of them. */
function textsIn(node: Node | undefined): string[] {
  if (node?.type === 'ArrayExpression') return (node['elements'] as Node[]).flatMap(textsIn);
  return node?.type === 'Literal' && typeof node['value'] === 'string' ? [node['value']] : [];
}

/** `accounts as a`. */
function readReference(text: string): Reference {
  const [table = '', alias = table] = text.split(/\s+as\s+/);
  return { table, alias };
}

/** The name of the outermost function or constant around a node. */
function ownerOf(ancestors: readonly Node[]): string {
  return ancestors.map(declaredName).find((name) => name !== undefined) ?? '';
}

function declaredName(node: Node): string | undefined {
  const id = node['id'] as Node | null | undefined;
  const isNamed =
    ['FunctionDeclaration', 'VariableDeclarator'].includes(node.type) && id?.type === 'Identifier';
  return isNamed ? String(id['name']) : undefined;
}

function visit(
  node: Node,
  ancestors: readonly Node[],
  see: (node: Node, ancestors: readonly Node[]) => void,
): void {
  see(node, ancestors);
  for (const child of childrenOf(node)) visit(child, [...ancestors, node], see);
}

function childrenOf(node: Node): Node[] {
  return Object.values(node)
    .flat()
    .filter((child): child is Node => typeof child === 'object' && child !== null && 'type' in child);
}
