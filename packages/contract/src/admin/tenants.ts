import { Type } from 'typebox';
import { adminEndpoint } from './endpoint.js';
import { Id } from './wire.js';

export const list = adminEndpoint({
  method: 'GET',
  path: '/admin/tenants',
  summary: 'All tenants of the installation.',
  needs: 'tenants',
  result: Type.Array(Type.Object({ id: Id, name: Type.String() })),
});
