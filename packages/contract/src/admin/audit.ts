import { Type } from 'typebox';
import { described } from '../described.js';
import { adminEndpoint } from './endpoint.js';
import { AuditEntry } from './shapes.js';
import { Id, Maybe, Text, Time } from './wire.js';

export const list = adminEndpoint({
  method: 'GET',
  path: '/admin/audit',
  summary: 'The audit log of the tenant, newest first.',
  needs: 'audit',
  params: {
    staffId: Maybe(Id),
    action: Maybe(Text({ maxLength: 64 })),
    objectKind: Maybe(Text({ maxLength: 64 })),
    objectId: Maybe(Text({ maxLength: 64 })),
    since: Maybe(Time),
    until: Maybe(Time),
    before: described(Maybe(Id), 'The `next` of the page before.'),
  },
  result: Type.Object({
    rows: Type.Array(AuditEntry),
    next: described(Maybe(Id), 'Absent on the last page.'),
  }),
});
