import { Type, type TOptional, type TSchema } from 'typebox';

/**
 * Parameter types of the Chat API. Every value arrives as text; the scope turns it into the type that
 * is declared here before it is checked. A text is at most 2,000 characters unless it says otherwise.
 */
export const Text = (options: { minLength?: number; maxLength?: number } = {}) =>
  Type.String({ maxLength: 2000, ...options });

/** A text that may be left out. */
export const MaybeText = (options: { maxLength?: number } = {}): TOptional<ReturnType<typeof Text>> =>
  Type.Optional(Text(options));

/** A whole number, as digits or as a number. */
export const Int = (options: { minimum?: number; maximum?: number } = {}) =>
  Type.Integer({ minimum: -2147483648, maximum: 2147483647, ...options });

/** A whole number that may be left out or be an empty text. */
export const MaybeInt = (options: { minimum?: number; maximum?: number } = {}) => Type.Optional(Int(options));

/** 0 or 1; also `true` and `false`. */
export const Flag = Type.Union([Type.Literal(0), Type.Literal(1)]);

/** The id of a user. */
export const UserId = Int({ minimum: 1 });

/** The number of a row. */
export const RowNumber = Type.Integer({ minimum: 0, maximum: 999_999_999_999_999 });

/** A conversation: 32 hexadecimal digits in either case. Its form is checked where it is looked up, so a bad one is "not found". */
export const ListId = Type.String({ minLength: 1, maxLength: 64 });

/** A message: 24 hexadecimal digits. */
export const MessageId = Type.String({ minLength: 1, maxLength: 64 });

/** A moment: 24 hexadecimal digits. */
export const MomentId = Type.String({ minLength: 1, maxLength: 64 });

/** Any JSON value: a JSON text in a form, or the value itself in a JSON body. */
export const Json = Type.Unsafe<unknown>({ wire: 'json' });

/** Whole numbers: a JSON array, a comma list, repeated keys or bracket keys. */
export const Ints = Type.Array(Int(), { maxItems: 5000, wire: 'list' });

/** Texts: a JSON array, a comma list, repeated keys or bracket keys. */
export const Texts = Type.Array(Type.String({ maxLength: 200 }), { maxItems: 5000, wire: 'list' });

/** A page of a numbered list, as ThinkPHP paginators shape it. `current_page` is a text when the request sent `page`. */
export const Paginated = <T extends TSchema>(row: T) => ({
  total: Type.Integer(),
  per_page: Type.Integer(),
  current_page: Type.Union([Type.Integer(), Type.String()]),
  last_page: Type.Integer(),
  data: Type.Array(row),
});
