import { Type, type TInteger, type TString } from 'typebox';
import { MAX_INTEGER } from '../integer.js';

/** The id of a row. */
export const Id: TInteger = Type.Integer({ minimum: 1, maximum: MAX_INTEGER });

/** A point in time: milliseconds since 1970. */
export const Time: TInteger = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

/** A text of 1 to `maxLength` characters, not only blanks. `isSecret`: it is a password or a code. */
export const Text = (options: { maxLength: number; isSecret?: true }): TString =>
  Type.String({ ...options, minLength: 1, pattern: String.raw`\S` });

/** One of these values. */
export const OneOf = <const V extends string>(...values: readonly V[]) =>
  Type.Unsafe<V>(Type.Union(values.map((value) => Type.Literal(value))));

/** May be absent. */
export const Maybe: typeof Type.Optional = Type.Optional;
