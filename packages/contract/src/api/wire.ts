import { Type, type TInteger, type TString } from 'typebox';
import { described } from '../described.js';
import { MAX_INTEGER } from '../integer.js';

/**
 * Parameter types of the Friendship API. The API checks the rules of a value in this order and reports the first
 * violation: `integer`, `min`, `white_list`, `time`, `max_length`, `max_items`, `base64`. Numbers may be strings of digits.
 */

/** An id: any number of up to 19 digits. Values above the maximum never exist, so each of them is an unknown id. */
export const Id: TInteger = Type.Integer({ minimum: 0, maximum: MAX_INTEGER });

/** An id that the API also accepts under an alias. */
export const IdAlso = (alias: string): TInteger => Type.Integer({ minimum: 0, maximum: MAX_INTEGER, alias });

export const OwnId: TInteger = described(
  Id,
  "The caller's id. The API refuses the id of another account with 400402.",
);

/** An integer of at least `minimum`; a value above `maximum` counts as `maximum`. */
export const Int = (options: { minimum: number; maximum: number }): TInteger => Type.Integer(options);

/** `rule` is the rule that the API reports for a value that is not a point in time. */
export const Time = (rule: 'time' | 'timestamp') =>
  described(
    Type.String({ wire: 'time', rule }),
    "A point in time: seconds or milliseconds since the Unix epoch, or a date and time, in the tenant's time zone unless it " +
      'states another.',
  );

/** One of these values. */
export const OneOf = <const V extends string | number>(...values: readonly V[]) =>
  Type.Unsafe<V>(Type.Union(values.map((value) => Type.Literal(value))));

/** A string; a blank string counts as missing. `isSecret`: no response repeats the value. */
export const Text = (options: { maxLength: number; isSecret?: true }) => Type.String(options);

export const PlanCode = () =>
  described(Type.String({ maxLength: 64, wire: 'plan' }), "The code of one of the tenant's plans.");

/** A file of at most `maxBytes`; no response repeats it. An endpoint with such a parameter accepts a larger body. */
export const Base64 = (options: { maxBytes: number }): TString =>
  described(
    Type.String({ ...options, wire: 'base64', isSecret: true }),
    'A file in base64. The URL-safe alphabet, line breaks and data URIs are accepted.',
  );

const LIST_FORMS =
  'A JSON array, a comma-separated list, repeated keys or bracket keys; an empty string is an empty list.';

export const Ids = (options: { maxItems: number }) =>
  described(Type.Array(Id, { ...options, wire: 'list' }), LIST_FORMS);

export const Texts = (options: { maxItems: number; maxLength: number }) =>
  described(
    Type.Array(Type.String({ maxLength: options.maxLength }), { maxItems: options.maxItems, wire: 'list' }),
    LIST_FORMS,
  );

/** May be absent or an empty string. */
export const Maybe: typeof Type.Optional = Type.Optional;

/** The page number, from 1, and the page size. */
export const Paging = (options: { maximum: number }) => ({
  page: Maybe(Int({ minimum: 1, maximum: 1_000_000 })),
  page_size: Maybe(Int({ minimum: 1, maximum: options.maximum })),
});
