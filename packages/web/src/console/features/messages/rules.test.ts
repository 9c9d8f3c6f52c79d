import { describe, expect, it } from 'vitest';
import { rangeOf, readMessagesSearch, type RangeDraft } from './search.js';

const id = 'ab'.repeat(16);

describe('the search in the address', () => {
  it.each([
    [
      { person: 7, conversation: id, opening: 3 },
      { person: 7, conversation: id, opening: 3 },
    ],
    [{ person: '7', conversation: 'x', opening: -1 }, {}],
    [{ person: 1.5, conversation: `${id}0` }, {}],
  ])('%j is %j', (search, read) => {
    expect(readMessagesSearch(search)).toEqual(read);
  });
});

describe('the range of an opening', () => {
  const draft: RangeDraft = { form: 'newest', amount: 50, around: '12', since: '2026-10-17T10:08', hours: 6 };
  it('has only what its form needs', () => {
    expect(rangeOf(draft)).toEqual({ amount: 50 });
    expect(rangeOf({ ...draft, form: 'around' })).toEqual({ amount: 50, around: 12 });
    const since = new Date(2026, 9, 17, 10, 8).getTime();
    expect(rangeOf({ ...draft, form: 'time' })).toEqual({ since, until: since + 6 * 3600_000 });
  });
});
