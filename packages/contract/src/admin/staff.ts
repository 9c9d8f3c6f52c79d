import { Type } from 'typebox';
import { described } from '../described.js';
import { adminEndpoint } from './endpoint.js';
import { StaffMember, StaffPassword, StaffRole } from './shapes.js';
import { Id, Text } from './wire.js';

export const roles = adminEndpoint({
  method: 'GET',
  path: '/admin/staff/roles',
  summary: 'What each role may do.',
  needs: 'session',
  result: Type.Array(
    Type.Object({
      permission: Type.String(),
      roles: described(Type.Array(StaffRole), 'Empty if only owners of the installation may.'),
    }),
  ),
});

export const list = adminEndpoint({
  method: 'GET',
  path: '/admin/staff',
  summary: 'The staff of the tenant.',
  needs: 'staff',
  result: Type.Array(StaffMember),
});

export const add = adminEndpoint({
  method: 'POST',
  path: '/admin/staff',
  summary: 'Adds a member of staff, who signs in first with the returned password.',
  needs: 'staff',
  isDangerous: true,
  params: { name: Text({ maxLength: 64 }), role: StaffRole },
  result: StaffPassword,
});

export const setRole = adminEndpoint({
  method: 'PUT',
  path: '/admin/staff/{id}/role',
  summary: 'Changes the role of a member of staff.',
  needs: 'staff',
  isDangerous: true,
  params: { id: Id, role: StaffRole },
});

export const reset = adminEndpoint({
  method: 'POST',
  path: '/admin/staff/{id}/reset',
  summary:
    'Ends all sessions of a member of staff, who signs in again with the returned password and enrols again.',
  needs: 'staff',
  isDangerous: true,
  params: { id: Id },
  result: StaffPassword,
});

export const endSessions = adminEndpoint({
  method: 'DELETE',
  path: '/admin/staff/{id}/sessions',
  summary: 'Ends all sessions of a member of staff.',
  needs: 'staff',
  params: { id: Id },
  result: Type.Object({ ended: Type.Integer() }),
});

export const remove = adminEndpoint({
  method: 'DELETE',
  path: '/admin/staff/{id}',
  summary: 'Removes a member of staff, whose sessions end at once.',
  needs: 'staff',
  isDangerous: true,
  params: { id: Id },
});
