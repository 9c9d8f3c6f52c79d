import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'oxc-parser';

/** A table that the SQL of a file names. */
interface TableReference {
  readonly line: number;
  readonly table: string;
}

const IN_CHAIN = /\b(?:\w+From|\w+Join(?:Lateral)?|\w+Into|updateTable|using|from)\(\s*(\[[^\]]*\]|'[^']*')/g;
const IN_SQL = /\b(?:from|join|into|update|using)\s+(?:only\s+)?(\w+)|,\s*(\w+)\s+(?:as\s+)?\w+/gi;

/** All places where a file names one of the tables, in a chain of kysely or in a text of SQL; comments name none. */
export function findTableReferences(
  root: string,
  file: string,
  tables: ReadonlySet<string>,
): TableReference[] {
  const text = withoutComments(file, readFileSync(join(root, file), 'utf8'));
  const named = [
    ...[...text.matchAll(IN_CHAIN)].flatMap((match) =>
      [...match[1]!.matchAll(/'(\w+)/g)].map((inner) => ({ index: match.index, table: inner[1]! })),
    ),
    ...[...text.matchAll(IN_SQL)].map((match) => ({ index: match.index, table: match[1] ?? match[2]! })),
  ];
  return named
    .filter(({ table }) => tables.has(table))
    .map(({ index, table }) => ({ line: text.slice(0, index).split('\n').length, table }));
}

/** The text with blanks in place of its comments, also of those in SQL. */
export function withoutComments(file: string, text: string): string {
  const blank = (comment: string) => comment.replaceAll(/[^\n]/g, ' ');
  let rest = text;
  for (const { start, end } of parseSync(file, text).comments)
    rest = rest.slice(0, start) + blank(rest.slice(start, end)) + rest.slice(end);
  return rest.replaceAll(/^\s*-- .*$/gm, blank);
}
