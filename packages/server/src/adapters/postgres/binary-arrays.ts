/** Writes one element at an offset. */
interface ElementType {
  readonly oid: number;
  /** The bytes of an element. */
  size(value: never): number;
  write(into: Buffer, value: never, offset: number): void;
}

const TWO_TO_32 = 2 ** 32;

/** By the name that casts use. */
const types: Readonly<Record<string, ElementType>> = {
  boolean: {
    oid: 16,
    size: () => 1,
    write: (into, value: boolean, offset) => void into.writeUInt8(value ? 1 : 0, offset),
  },
  bigint: {
    oid: 20,
    size: () => 8,
    write: (into, value: number, offset) => {
      const high = Math.floor(value / TWO_TO_32);
      into.writeInt32BE(high, offset);
      into.writeUInt32BE(value - high * TWO_TO_32, offset + 4);
    },
  },
  smallint: {
    oid: 21,
    size: () => 2,
    write: (into, value: number, offset) => void into.writeInt16BE(value, offset),
  },
  int: {
    oid: 23,
    size: () => 4,
    write: (into, value: number, offset) => void into.writeInt32BE(value, offset),
  },
  text: {
    oid: 25,
    size: (value: string) => Buffer.byteLength(value),
    write: (into, value: string, offset) => void into.write(value, offset),
  },
  uuid: {
    oid: 2950,
    size: () => 16,
    write: (into, value: string, offset) => {
      if (into.write(value.replaceAll('-', ''), offset, 16, 'hex') < 16) throw new RangeError('not a UUID');
    },
  },
};

/** Converts the parameters of one statement. */
export type EncodeArrays = (values: readonly unknown[]) => unknown[];

/**
 * Creates the encoder of a statement that casts its arrays, as in `$1::int[]`: they travel in PostgreSQL's binary format,
 * which costs either side a fraction of the text format. Other parameters stay as they are.
 */
export function makeArrayEncoder(sql: string): EncodeArrays {
  const casts = new Map<number, ElementType>();
  for (const [, number, name] of sql.matchAll(/\$(\d+)::(\w+)\[\]/g)) {
    const type = types[name ?? ''];
    if (type) casts.set(Number(number) - 1, type);
  }
  return (values) => {
    try {
      return values.map((value, i) => {
        const type = casts.get(i);
        return type && Array.isArray(value) ? encodeArray(type, value) : value;
      });
    } catch (error) {
      // As the database reports it for the text format: the code of a numeric value out of range.
      if (error instanceof RangeError) throw Object.assign(error, { code: '22003' });
      throw error;
    }
  };
}

/** One dimension, from index 1. Plain loops: a batch has 16 arrays. */
function encodeArray({ oid, size, write }: ElementType, values: readonly unknown[]): Buffer {
  const count = values.length;
  const sizes: number[] = [];
  let bytes = HEAD_BYTES;
  let hasNull = 0;
  for (let i = 0; i < count; i++) {
    const value = values[i];
    const valueSize = value === null ? -1 : size(value as never);
    sizes.push(valueSize);
    if (valueSize < 0) hasNull = 1;
    bytes += 4 + Math.max(0, valueSize);
  }
  const array = Buffer.allocUnsafe(bytes);
  array.writeInt32BE(1, 0);
  array.writeInt32BE(hasNull, 4);
  array.writeInt32BE(oid, 8);
  array.writeInt32BE(count, 12);
  array.writeInt32BE(1, 16);
  let offset = HEAD_BYTES;
  for (let i = 0; i < count; i++) {
    const valueSize = sizes[i] ?? -1;
    offset = array.writeInt32BE(valueSize, offset);
    if (valueSize < 0) continue;
    write(array, values[i] as never, offset);
    offset += valueSize;
  }
  return array;
}

/** The number of dimensions, whether there are nulls, the type, the length, and the first index. */
const HEAD_BYTES = 20;
