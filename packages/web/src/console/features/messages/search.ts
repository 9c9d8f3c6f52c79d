/** What the address says about the messages that are looked for. */
export interface MessagesSearch {
  /** The person whose conversations are listed. */
  readonly person?: number;
  /** The conversation whose messages may be opened. */
  readonly conversation?: string;
  /** The opening whose messages are shown. */
  readonly opening?: number;
}

/** The search in an address; what cannot be one is left out. */
export function readMessagesSearch({
  person,
  conversation,
  opening,
}: Record<string, unknown>): MessagesSearch {
  // The router reads digits as a number.
  const id = String(conversation);
  return {
    ...(isId(person) && { person }),
    ...(/^[0-9a-f]{32}$/i.test(id) && { conversation: id }),
    ...(isId(opening) && { opening }),
  };
}

function isId(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

/** The forms of a range, the numbers of entries, and the hours of a time. */
export const FORMS = ['newest', 'around', 'time'] as const;
export const AMOUNTS = [20, 50, 200] as const;
export const HOURS = [1, 6, 24] as const;

/** A range as the form holds it. */
export interface RangeDraft {
  readonly form: (typeof FORMS)[number];
  readonly amount: (typeof AMOUNTS)[number];
  /** The number of an entry. */
  readonly around: string;
  /** A local time, as a field of the browser has it. */
  readonly since: string;
  readonly hours: (typeof HOURS)[number];
}

/** The range as parameters of the server. */
export function rangeOf({ form, amount, around, since, hours }: RangeDraft): {
  amount?: number;
  around?: number;
  since?: number;
  until?: number;
} {
  if (form === 'newest') return { amount };
  if (form === 'around') return { amount, around: Number(around) };
  const start = new Date(since).getTime();
  return { since: start, until: start + hours * 3600_000 };
}
