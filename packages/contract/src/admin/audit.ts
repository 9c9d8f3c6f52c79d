import { Type } from 'typebox';
import { described } from '../described.js';
import { adminDownload, adminEndpoint } from './endpoint.js';
import { AuditEntry } from './shapes.js';
import { Id, Maybe, OneOf, Text, Time } from './wire.js';

const filters = {
  staffId: Maybe(Id),
  action: Maybe(Text({ maxLength: 64 })),
  objectKind: Maybe(Text({ maxLength: 64 })),
  objectId: Maybe(Text({ maxLength: 64 })),
  since: Maybe(Time),
  until: Maybe(Time),
};

export const list = adminEndpoint({
  method: 'GET',
  path: '/admin/audit',
  summary: 'The audit log of the tenant, newest first.',
  needs: 'audit',
  params: {
    ...filters,
    before: described(Maybe(Id), 'The `next` of the page before.'),
  },
  result: Type.Object({
    rows: Type.Array(AuditEntry),
    next: described(Maybe(Id), 'Absent on the last page.'),
  }),
});

export const exportRows = adminDownload({
  path: '/admin/audit/export',
  summary: 'All rows of the audit log that match, newest first, as a file. The export itself is logged.',
  needs: 'audit',
  params: {
    ...filters,
    format: described(OneOf('csv', 'jsonl'), '`csv` for spreadsheets, or one JSON object in each line.'),
  },
});
