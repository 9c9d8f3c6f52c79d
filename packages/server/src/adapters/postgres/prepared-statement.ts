import pg from 'pg';
import { makeArrayEncoder, type EncodeArrays } from './binary-arrays.js';

/** A statement of one connection: parsed and described once, then run with one write and one answer for each call. */
export class PreparedStatement {
  readonly name: string;
  readonly text: string;
  readonly encode: EncodeArrays;
  /** The names and parsers of the result's columns; undefined until the database has described the statement. */
  columns: readonly Column[] | undefined = undefined;

  constructor(name: string, text: string) {
    this.name = name;
    this.text = text;
    this.encode = makeArrayEncoder(text);
  }

  /** Runs the statement, which returns rows. Throws at once if a value has the wrong type. */
  run<Row>(client: pg.ClientBase, values: readonly unknown[]): Promise<Row[]> {
    const encoded = this.encode(values);
    return new Promise((resolve, reject) => {
      client.query(new Execution(this, encoded, resolve as (rows: object[]) => void, reject));
    });
  }
}

interface Column {
  readonly name: string;
  readonly parse: (text: string) => unknown;
}

/**
 * One call, as the client of `pg` runs its own queries. Those ask for the description of the result each time and pass
 * five messages to the socket; this one passes one buffer.
 */
class Execution implements pg.Submittable {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
  /** The client replaces it to limit the time. */
  callback: (error: Error | undefined) => void;
  private readonly statement: PreparedStatement;
  private readonly rows: object[] = [];

  constructor(
    statement: PreparedStatement,
    values: readonly unknown[],
    resolve: (rows: object[]) => void,
    reject: (error: Error) => void,
  ) {
    this.statement = statement;
    this.name = statement.name;
    this.text = statement.text;
    this.values = values;
    this.callback = (error) => (error ? reject(error) : resolve(this.rows));
  }

  submit({ stream }: pg.Connection): void {
    const { statement, values } = this;
    stream.write(encodeCall(statement, values));
  }

  handleRowDescription({ fields }: { fields: readonly pg.FieldDef[] }): void {
    this.statement.columns = fields.map(({ name, dataTypeID }) => ({
      name,
      parse: pg.types.getTypeParser(dataTypeID, 'text') as (text: string) => unknown,
    }));
  }

  handleDataRow({ fields }: { fields: readonly (string | null)[] }): void {
    const row: Record<string, unknown> = {};
    let i = 0;
    for (const { name, parse } of this.statement.columns ?? []) {
      const text = fields[i++] ?? null;
      row[name] = text === null ? null : parse(text);
    }
    this.rows.push(row);
  }

  handleCommandComplete(): void {
    // The transaction has not ended yet.
  }

  handleReadyForQuery(): void {
    this.callback(undefined);
  }

  handleError(error: Error): void {
    this.callback(error);
  }
}

const TEXT = 0;
const BINARY = 1;

/** Parse and Describe, if the statement is new; Bind, Execute and Sync: one buffer. */
function encodeCall({ name, text, columns }: PreparedStatement, values: readonly unknown[]): Buffer {
  const opening = columns ? NOTHING : encodeOpening(name, text);
  const sent: (Buffer | string | null)[] = [];
  const sizes: number[] = [];
  const nameBytes = Buffer.byteLength(name) + 1;
  let bindBytes = 4 + 1 + nameBytes + 2 + 2 + 2;
  for (const value of values) {
    const one = value === null || Buffer.isBuffer(value) ? value : String(value as string | number | boolean);
    const size = one === null ? -1 : Buffer.byteLength(one);
    sent.push(one);
    sizes.push(size);
    bindBytes += 2 + 4 + Math.max(0, size);
  }
  const bytes = Buffer.allocUnsafe(opening.length + 1 + bindBytes + EXECUTE_AND_SYNC.length);
  let at = opening.copy(bytes);
  bytes[at] = 0x42; // Bind
  at = bytes.writeInt32BE(bindBytes, at + 1);
  bytes[at] = 0; // the portal without a name
  at += 1 + bytes.write(name, at + 1);
  bytes[at] = 0;
  at = bytes.writeInt16BE(sent.length, at + 1);
  for (const one of sent) at = bytes.writeInt16BE(Buffer.isBuffer(one) ? BINARY : TEXT, at);
  at = bytes.writeInt16BE(sent.length, at);
  for (let i = 0; i < sent.length; i++) {
    const one = sent[i] ?? null;
    at = bytes.writeInt32BE(sizes[i] ?? -1, at);
    if (one !== null) at += typeof one === 'string' ? bytes.write(one, at) : one.copy(bytes, at);
  }
  at = bytes.writeInt16BE(0, at); // all results as text
  EXECUTE_AND_SYNC.copy(bytes, at);
  return bytes;
}

/** Parse and Describe. */
function encodeOpening(name: string, text: string): Buffer {
  return Buffer.concat([
    encodeMessage('P', `${name}\0${text}\0\0\0`), // without types of parameters
    encodeMessage('D', `S${name}\0`),
  ]);
}

/** A message of PostgreSQL's protocol, version 3. */
function encodeMessage(type: string, body: string): Buffer {
  const bytes = Buffer.from(`${type}    ${body}`);
  bytes.writeInt32BE(bytes.length - 1, 1);
  return bytes;
}

const NOTHING = Buffer.alloc(0);
/** Of the portal without a name, all rows. */
const EXECUTE_AND_SYNC = Buffer.concat([encodeMessage('E', '\0\0\0\0\0'), encodeMessage('S', '')]);
