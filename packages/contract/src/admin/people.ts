import { Type } from 'typebox';
import { described } from '../described.js';
import { adminEndpoint } from './endpoint.js';
import { FoundPerson, Person, Reason, SanctionKind, TimelineEntry } from './person-shapes.js';
import { Id, Maybe, OneOf, Text, Time } from './wire.js';

const AgeStatus = described(Type.Integer(), '0: unknown; 1: of age; 2: under age.');

export const search = adminEndpoint({
  method: 'GET',
  path: '/admin/people',
  summary: 'The people whom a text finds; at most 50.',
  needs: 'people',
  params: {
    by: described(
      Maybe(OneOf('id', 'name', 'phone', 'email', 'device')),
      '`name`: the beginning of a user name or nickname. `device`: the id that the client has given. Otherwise the whole. ' +
        'Absent: by any of them, whole ones first.',
    ),
    text: Text({ maxLength: 254 }),
  },
  result: Type.Object({
    rows: Type.Array(FoundPerson),
    isCut: described(Type.Boolean(), 'Whether the text finds more people than these.'),
  }),
});

export const list = adminEndpoint({
  method: 'GET',
  path: '/admin/people/list',
  summary: 'People by their registration, the newest first: all, or those who are online; 50 in a page.',
  needs: 'people',
  params: {
    of: OneOf('newest', 'online'),
    after: described(
      Maybe(Type.String({ pattern: String.raw`^\d{1,15}-\d{1,9}$` })),
      'The `next` of the page before.',
    ),
  },
  result: Type.Object({
    rows: Type.Array(FoundPerson),
    next: described(Maybe(Type.String()), 'Absent on the last page.'),
  }),
});

export const importAll = adminEndpoint({
  method: 'POST',
  path: '/admin/people/import',
  summary: 'Registers up to 50 people, or with a dry run says who would be refused.',
  needs: 'accounts',
  isDangerous: true,
  params: {
    isDryRun: described(Type.Boolean(), 'Whether nobody is registered.'),
    people: Type.Array(
      Type.Object({
        username: Text({ maxLength: 200 }),
        password: Text({ maxLength: 1000, isSecret: true }),
        nickname: Maybe(Text({ maxLength: 200 })),
        email: described(Maybe(Text({ maxLength: 254 })), 'Counts as confirmed.'),
      }),
      { minItems: 1, maxItems: 50 },
    ),
  },
  result: described(
    Type.Array(
      Type.Object({
        outcome: described(OneOf('valid', 'created', 'refused'), '`valid`: with a dry run.'),
        id: described(Maybe(Id), 'With `created`.'),
        code: described(Maybe(Type.String()), 'With `refused`: the code of the error.'),
        message: described(Maybe(Type.String()), 'With `refused`: why.'),
      }),
    ),
    'One for each person, in the same order. A refusal keeps nobody else from being registered.',
  ),
});

export const show = adminEndpoint({
  method: 'GET',
  path: '/admin/people/{id}',
  summary: 'Everything that is stored about a person, except messages. Each list has at most 50 rows.',
  needs: 'people',
  params: { id: Id },
  result: Person,
});

export const timeline = adminEndpoint({
  method: 'GET',
  path: '/admin/people/{id}/timeline',
  summary: 'What happened to a person, newest first: decisions, plans, changes of age, actions of staff.',
  needs: 'people',
  params: {
    id: Id,
    before: described(
      Maybe(Type.String({ pattern: String.raw`^\d{1,15}-[a-z]{1,20}-\d{1,15}$` })),
      'The `next` of the page before.',
    ),
  },
  result: Type.Object({
    rows: Type.Array(TimelineEntry),
    next: described(Maybe(Type.String()), 'Absent on the last page.'),
  }),
});

export const note = adminEndpoint({
  method: 'POST',
  path: '/admin/people/{id}/notes',
  summary: 'Writes a note about a person, which only staff see.',
  needs: 'people',
  params: { id: Id, text: Text({ maxLength: 2000 }) },
  result: Type.Object({ id: Id }),
});

export const sanction = adminEndpoint({
  method: 'POST',
  path: '/admin/people/{id}/sanctions',
  summary:
    'Hides, silences or bans a person, or changes the end of that; the sockets of a banned person close.',
  needs: 'sanctions',
  isDangerous: true,
  params: {
    id: Id,
    kind: SanctionKind,
    hours: described(
      Maybe(Type.Integer({ minimum: 1, maximum: 87_600 })),
      'Absent for a sanction without an end.',
    ),
    reason: Reason,
  },
});

export const pardon = adminEndpoint({
  method: 'DELETE',
  path: '/admin/people/{id}/sanctions/{kind}',
  summary: 'Lifts a sanction early.',
  needs: 'sanctions',
  isDangerous: true,
  params: { id: Id, kind: SanctionKind, reason: Reason },
});

export const setStatus = adminEndpoint({
  method: 'PUT',
  path: '/admin/people/{id}/status',
  summary:
    'Activates, freezes or disables an account. The sockets of one that is not active close; activation takes back a deletion.',
  needs: 'accounts',
  isDangerous: true,
  params: { id: Id, status: OneOf('active', 'frozen', 'disabled'), reason: Reason },
});

export const setAge = adminEndpoint({
  method: 'PUT',
  path: '/admin/people/{id}/age',
  summary: 'Decides whether a person is of age, by a proven birth date or without one.',
  needs: 'sanctions',
  isDangerous: true,
  params: {
    id: Id,
    isOfAge: described(Maybe(Type.Boolean()), 'Without a birth date, of which nothing stays stored.'),
    birthDate: described(
      Maybe(Type.String({ pattern: String.raw`^\d{4}-\d{2}-\d{2}$` })),
      'The age follows from it. Either this or `isOfAge`.',
    ),
    reason: Reason,
  },
  result: Type.Object({ isOfAge: Type.Boolean() }),
});

export const ageChanges = adminEndpoint({
  method: 'GET',
  path: '/admin/people/age-changes',
  summary: 'Accounts that crossed the age line, newest first; 50 in a page.',
  needs: 'sanctions',
  params: { before: described(Maybe(Id), 'The `next` of the page before.') },
  result: Type.Object({
    rows: Type.Array(
      Type.Object({
        id: Id,
        accountId: Id,
        username: Type.String(),
        from: AgeStatus,
        fromProven: Type.Boolean(),
        to: AgeStatus,
        toProven: Type.Boolean(),
        cause: described(
          OneOf('word', 'operator', 'birth_date', 'birthday'),
          '`word`: that of the person; `operator`: a decision of staff; `birth_date`: a proven one; `birthday`: the 18th.',
        ),
        friendsAcross: described(Type.Integer(), 'Friends who are now in the other age group, at most 1000.'),
        chatsAcross: described(
          Type.Integer(),
          'Single conversations with people of the other age group, at most 1000.',
        ),
        changedAt: Time,
      }),
    ),
    next: described(Maybe(Id), 'Absent on the last page.'),
  }),
});

export const signOut = adminEndpoint({
  method: 'DELETE',
  path: '/admin/people/{id}/sessions',
  summary: 'Ends all sessions of a person, whose sockets close.',
  needs: 'accounts',
  params: { id: Id, reason: Reason },
  result: Type.Object({ ended: Type.Integer() }),
});

export const renewPassword = adminEndpoint({
  method: 'POST',
  path: '/admin/people/{id}/password',
  summary: 'Gives a person a new password and ends all sessions of the person.',
  needs: 'accounts',
  isDangerous: true,
  params: { id: Id, reason: Reason },
  result: Type.Object({ password: described(Type.String(), 'Shown only here.') }),
});

export const exportData = adminEndpoint({
  method: 'POST',
  path: '/admin/people/{id}/export',
  summary: "Requests a copy of a person's data, which the person can fetch.",
  needs: 'accounts',
  isDangerous: true,
  params: { id: Id, reason: Reason },
});

export const remove = adminEndpoint({
  method: 'DELETE',
  path: '/admin/people/{id}',
  summary: 'Deletes an account as its owner would: others see a deleted account at once.',
  needs: 'accounts',
  isDangerous: true,
  params: { id: Id, reason: Reason },
  result: Type.Object({
    eraseAt: described(Time, 'When everything is erased, unless the account is activated before.'),
  }),
});
