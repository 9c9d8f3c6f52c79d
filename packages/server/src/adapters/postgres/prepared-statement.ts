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

const BINARY = 1;
const TEXT = 0;
const ALL_ROWS = 0;

/** Parse and Describe, if the statement is new; Bind, Execute and Sync. */
function encodeCall({ name, text, columns }: PreparedStatement, given: readonly unknown[]): Buffer {
  const values = given.map((value) =>
    value === null || Buffer.isBuffer(value) ? value : String(value as string | number | boolean),
  );
  const nameBytes = Buffer.byteLength(name) + 1;
  const sizes = values.map((value) => (value === null ? -1 : Buffer.byteLength(value)));
  const bindBytes = sizes.reduce((sum, size) => sum + 6 + Math.max(0, size), 4 + 1 + nameBytes + 2 + 2 + 2);
  const parseBytes = columns ? 0 : 4 + nameBytes + Buffer.byteLength(text) + 1 + 2;
  const describeBytes = columns ? 0 : 4 + 1 + nameBytes;
  const into = new MessageWriter(
    (columns ? 0 : 2 + parseBytes + describeBytes) + 1 + bindBytes + (1 + 4 + 1 + 4) + (1 + 4),
  );
  if (!columns) {
    into.begin('P', parseBytes).text(name).text(text).int16(0);
    into.begin('D', describeBytes).byte('S').text(name);
  }
  into.begin('B', bindBytes).text('').text(name).int16(values.length);
  for (const value of values) into.int16(Buffer.isBuffer(value) ? BINARY : TEXT);
  into.int16(values.length);
  for (const [i, value] of values.entries()) into.value(value, sizes[i] ?? -1);
  into.int16(0); // all results as text
  into
    .begin('E', 4 + 1 + 4)
    .text('')
    .int32(ALL_ROWS);
  into.begin('S', 4);
  return into.bytes;
}

/** Writes messages of PostgreSQL's protocol, version 3. */
class MessageWriter {
  readonly bytes: Buffer;
  private offset = 0;

  constructor(size: number) {
    this.bytes = Buffer.allocUnsafe(size);
  }

  begin(type: string, size: number): this {
    return this.byte(type).int32(size);
  }

  byte(character: string): this {
    this.offset += this.bytes.write(character, this.offset, 'latin1');
    return this;
  }

  int16(value: number): this {
    this.offset = this.bytes.writeInt16BE(value, this.offset);
    return this;
  }

  int32(value: number): this {
    this.offset = this.bytes.writeInt32BE(value, this.offset);
    return this;
  }

  /** A text with a zero at its end. */
  text(value: string): this {
    this.offset += this.bytes.write(value, this.offset);
    this.offset = this.bytes.writeUInt8(0, this.offset);
    return this;
  }

  value(value: Buffer | string | null, size: number): void {
    this.int32(size);
    if (value === null) return;
    if (typeof value === 'string') this.bytes.write(value, this.offset);
    else value.copy(this.bytes, this.offset);
    this.offset += size;
  }
}
