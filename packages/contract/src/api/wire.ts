import { Type, type TInteger, type TString } from 'typebox';

/**
 * Parameter types of the Friendship API. Each says which rules a value must keep, in the order in which the API names
 * the first one that is broken: `integer`, `min`, `white_list`, `time`, `max_length`, `max_items`,
 * `base64`. Numbers may come as digits.
 */

/**
 * Names somebody or something. Any number up to 19 digits is one; those that are too large to be in use all name the
 * same nothing.
 */
export const Id: TInteger = Type.Integer({ minimum: 0, maximum: 2147483647 });

/** The same, under another name too. */
export const IdAlso = (alias: string): TInteger => Type.Integer({ minimum: 0, maximum: 2147483647, alias });

/** The caller's own id: what belongs to somebody else is refused with 400402. */
export const OwnId: TInteger = Id;

/** A whole number from `minimum`; what is above `maximum` counts as `maximum`. */
export const Int = (options: { minimum: number; maximum: number }): TInteger => Type.Integer(options);

/**
 * A moment: seconds or milliseconds since 1970, a date with a time by the tenant's clocks, or one that names its zone.
 * `rule` is what a value is told to break that is none of these.
 */
export const Time = (rule: 'time' | 'timestamp') => Type.String({ wire: 'time', rule });

/** One of these values and no other. */
export const OneOf = <const V extends string | number>(...values: readonly V[]) =>
  Type.Unsafe<V>(Type.Union(values.map((value) => Type.Literal(value))));

/** A text; a text of blanks counts as missing. `isSecret`: no answer repeats it. */
export const Text = (options: { maxLength: number; isSecret?: true }) => Type.String(options);

/** One of the codes of the tenant's plans. */
export const PlanCode = () => Type.String({ maxLength: 64, wire: 'plan' });

/**
 * A file as base64, at most so many bytes of it; no answer repeats it. The alphabet for URLs, line breaks and a data URI
 * are taken too. An endpoint with one has a larger body than others.
 */
export const Base64 = (options: { maxBytes: number }): TString =>
  Type.String({ ...options, wire: 'base64', isSecret: true });

/** Ids: a JSON array, a comma list, repeated keys or bracket keys; an empty text is an empty list. */
export const Ids = (options: { maxItems: number }) => Type.Array(Id, { ...options, wire: 'list' });

/** Texts, in the same forms. */
export const Texts = (options: { maxItems: number; maxLength: number }) =>
  Type.Array(Type.String({ maxLength: options.maxLength }), { maxItems: options.maxItems, wire: 'list' });

/** May be left out, or be an empty text. */
export const Maybe: typeof Type.Optional = Type.Optional;

/** Which page, from 1, and how long one is. */
export const Paging = (options: { maximum: number }) => ({
  page: Maybe(Int({ minimum: 1, maximum: 1_000_000 })),
  page_size: Maybe(Int({ minimum: 1, maximum: options.maximum })),
});
