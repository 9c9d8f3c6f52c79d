import { Type, type TOptional, type TSchema } from 'typebox';
import { described } from '../described.js';
import { MAX_INTEGER } from '../integer.js';

/**
 * Parameter types of the Chat API. Every value arrives as text; the server converts it to the declared
 * type before it checks it. A string has at most 2,000 characters unless the parameter states another limit.
 */
export const Text = (options: { minLength?: number; maxLength?: number } = {}) =>
  Type.String({ maxLength: 2000, ...options });

/** An optional string. */
export const MaybeText = (options: { maxLength?: number } = {}): TOptional<ReturnType<typeof Text>> =>
  Type.Optional(Text(options));

/** An integer, as a number or a string of digits. */
export const Int = (options: { minimum?: number; maximum?: number } = {}) =>
  Type.Integer({ minimum: -MAX_INTEGER - 1, maximum: MAX_INTEGER, ...options });

/** An optional integer; an empty string counts as absent. */
export const MaybeInt = (options: { minimum?: number; maximum?: number } = {}) => Type.Optional(Int(options));

/** 0 or 1; `true` and `false` are accepted too. */
export const Flag = Type.Union([Type.Literal(0), Type.Literal(1)]);

/** A user id. */
export const UserId = Int({ minimum: 1 });

/** The id of a row. */
export const RowNumber = Type.Integer({ minimum: 0, maximum: 999_999_999_999_999 });

// A malformed id is refused like an unknown one, with "not found".
const HexId = Type.String({ minLength: 1, maxLength: 64 });
export const ListId = described(HexId, 'A conversation id: 32 hexadecimal digits in either case.');
export const MessageId = described(HexId, 'A message id: 24 hexadecimal digits.');
export const MomentId = described(HexId, 'A moment id: 24 hexadecimal digits.');

export const Json = described(
  Type.Unsafe<unknown>({ wire: 'json' }),
  'Any JSON value: JSON text in a form, or the value itself in a JSON body.',
);

const LIST_FORMS = 'A JSON array, a comma-separated list, repeated keys or bracket keys.';
export const Ints = described(Type.Array(Int(), { maxItems: 5000, wire: 'list' }), LIST_FORMS);
export const Texts = described(
  Type.Array(Type.String({ maxLength: 200 }), { maxItems: 5000, wire: 'list' }),
  LIST_FORMS,
);

/** A page of a list in the format of ThinkPHP paginators. `current_page` is a string if the request sent `page`. */
export const Paginated = <T extends TSchema>(row: T) => ({
  total: Type.Integer(),
  per_page: Type.Integer(),
  current_page: Type.Union([Type.Integer(), Type.String()]),
  last_page: Type.Integer(),
  data: Type.Array(row),
});
