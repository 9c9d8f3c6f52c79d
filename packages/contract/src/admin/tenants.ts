import { Type } from 'typebox';
import { described } from '../described.js';
import { adminEndpoint } from './endpoint.js';
import { Id, Text } from './wire.js';

const Name = described(Text({ maxLength: 64 }), 'As its staff and members see it.');

export const list = adminEndpoint({
  method: 'GET',
  path: '/admin/tenants',
  summary: 'All tenants of the installation.',
  needs: 'tenants',
  result: Type.Array(Type.Object({ id: Id, name: Type.String() })),
});

export const add = adminEndpoint({
  method: 'POST',
  path: '/admin/tenants',
  summary: 'Creates a tenant with the initial schools and content.',
  needs: 'tenants',
  isDangerous: true,
  params: { id: described(Id, 'The `_agent_id` of its clients.'), name: Name },
});

export const rename = adminEndpoint({
  method: 'PUT',
  path: '/admin/tenants/{id}',
  summary: 'Renames a tenant.',
  needs: 'tenants',
  isDangerous: true,
  params: { id: Id, name: Name },
});
