import Papa from 'papaparse';
import type { admin, Params } from '@kith/contract';

export type ImportedPerson = Params<typeof admin.people.importAll>['people'][number];

/** A row of a file. */
export interface ImportRow {
  /** The line of the file; the head is line 1. */
  readonly line: number;
  /** With a new password, if the file has none. */
  readonly person: ImportedPerson;
  readonly isPasswordNew: boolean;
  /** Whether a row above has the same user name or address, so that this one cannot be registered. */
  readonly isRepeat: boolean;
}

/** What a file has; `unknown` are columns that are not read. */
export interface ImportFile {
  readonly rows: readonly ImportRow[];
  readonly unknown: readonly string[];
}

/** Why a file cannot be read. */
export type ImportFault = 'noUsernames' | 'empty' | 'tooMany' | 'damaged';

/** Rows of one file, and rows of one request. */
export const MOST_ROWS = 5000;
export const AT_ONCE = 50;

const COLUMNS = ['username', 'password', 'nickname', 'email'] as const;

/** Reads the people of a text in CSV, whose head names the columns. */
export function readPeople(text: string): ImportFile | ImportFault {
  const { data, errors, meta } = Papa.parse<Record<string, string>>(text.replace(/^\uFEFF/, ''), {
    header: true,
    skipEmptyLines: 'greedy',
    preview: MOST_ROWS + 1,
    transformHeader: (name) => name.trim().toLowerCase(),
  });
  const columns = meta.fields ?? [];
  if (!columns.includes('username')) return 'noUsernames';
  if (errors.some(({ type }) => type === 'Quotes')) return 'damaged';
  if (data.length === 0) return 'empty';
  if (data.length > MOST_ROWS) return 'tooMany';
  const seen = new Set<string>();
  const rows = data.map((cells, index) => {
    const person = personOf(cells);
    const keys = [person.username, ...(person.email === undefined ? [] : [person.email])].map((key) =>
      key.normalize('NFKC').toLowerCase(),
    );
    const isRepeat = keys.some((key) => seen.has(key));
    for (const key of keys) seen.add(key);
    const isPasswordNew = (cells['password'] ?? '').trim() === '';
    return { line: index + 2, person, isPasswordNew, isRepeat };
  });
  return { rows, unknown: columns.filter((name) => !COLUMNS.includes(name as 'username')) };
}

function personOf(cells: Record<string, string>): ImportedPerson {
  const given = COLUMNS.map((name) => [name, cells[name]?.trim() ?? ''] as const);
  const {
    username = '',
    password = newPassword(),
    ...rest
  } = Object.fromEntries(given.filter(([, value]) => value !== '')) as Partial<
    Record<(typeof COLUMNS)[number], string>
  >;
  return { username, password, ...rest };
}

/** Made here, so that it is not lost with a response. Every password rule accepts it. */
function newPassword(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(9));
  return `Kith-${[...bytes].map((byte) => String(byte % 100).padStart(2, '0')).join('')}`;
}

/** Passwords that were made for people, as a file for a spreadsheet. */
export function passwordsFile(rows: readonly { username: string; password: string }[]): string {
  // A cell that begins like a formula is none.
  return Papa.unparse([...rows], {
    columns: ['username', 'password'],
    escapeFormulae: true,
    newline: '\r\n',
  });
}
