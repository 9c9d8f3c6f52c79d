import { Type } from 'typebox';
import { described } from '../described.js';
import { adminEndpoint } from './endpoint.js';
import { FoundGroup, GroupDetails, GroupMember, ListId } from './group-shapes.js';
import { Reason } from './person-shapes.js';
import { Id, Maybe, OneOf, Text } from './wire.js';

export const list = adminEndpoint({
  method: 'GET',
  path: '/admin/groups',
  summary: 'Groups of the tenant; 50 in a page.',
  needs: 'groups',
  params: {
    text: described(Maybe(Text({ maxLength: 100 })), 'The id of a group, or a part of its name.'),
    owner: described(Maybe(Id), 'The id of the owner.'),
    minMembers: described(
      Maybe(Type.Integer({ minimum: 1, maximum: 100_000 })),
      'The smallest number of members.',
    ),
    state: described(Maybe(OneOf('open', 'closed')), 'Absent for both.'),
    order: described(
      Maybe(OneOf('created', 'members', 'active')),
      'Newest, largest or last active first; `created` if absent.',
    ),
    after: described(
      Maybe(Type.String({ pattern: String.raw`^\d{1,15}-\d{1,15}$` })),
      'The `next` of the page before.',
    ),
  },
  result: Type.Object({
    rows: Type.Array(FoundGroup),
    next: described(Maybe(Type.String()), 'Absent on the last page.'),
  }),
});

export const show = adminEndpoint({
  method: 'GET',
  path: '/admin/groups/{id}',
  summary: 'A group with its settings and notices, without messages; also one that is closed.',
  needs: 'groups',
  params: { id: ListId },
  result: GroupDetails,
});

export const members = adminEndpoint({
  method: 'GET',
  path: '/admin/groups/{id}/members',
  summary: 'The members of a group: the owner, the admins, then the others by time of joining; 50 in a page.',
  needs: 'groups',
  params: { id: ListId, after: described(Maybe(Id), 'The `next` of the page before.') },
  result: Type.Object({
    rows: Type.Array(GroupMember),
    next: described(Maybe(Id), 'Absent on the last page.'),
  }),
});

export const handOver = adminEndpoint({
  method: 'PUT',
  path: '/admin/groups/{id}/owner',
  summary: 'Makes an active member the owner of a group; the old one stays as a member.',
  needs: 'groups',
  isDangerous: true,
  params: { id: ListId, to: described(Id, 'The id of the member.'), reason: Reason },
});

export const close = adminEndpoint({
  method: 'DELETE',
  path: '/admin/groups/{id}',
  summary: 'Closes a group: all memberships end, and its members are told.',
  needs: 'groups',
  isDangerous: true,
  params: { id: ListId, reason: Reason },
});
