import { Type } from 'typebox';
import { described } from '../described.js';
import { adminEndpoint } from './endpoint.js';
import {
  DecidedReports,
  NewVersion,
  ReportDecisionPreview,
  ReportedPersonDetails,
  ReportQueue,
  ReportsVersion,
  ReviewLease,
  SanctionHours,
  Verdict,
  Version,
} from './shapes.js';
import { Id, Maybe, Text } from './wire.js';

const people = { minItems: 1, maxItems: 50, uniqueItems: true } as const;

export const list = adminEndpoint({
  method: 'GET',
  path: '/admin/reports',
  summary: 'The people with open reports, those with the heaviest reports first.',
  needs: 'reports',
  params: { after: described(Maybe(Text({ maxLength: 40 })), 'The `next` of the page before.') },
  result: ReportQueue,
});

export const show = adminEndpoint({
  method: 'GET',
  path: '/admin/reports/{id}',
  summary: 'A person with the open reports, and the evidence as it was at the time of each.',
  needs: 'reports',
  params: { id: Id },
  result: ReportedPersonDetails,
});

export const lease = adminEndpoint({
  method: 'PUT',
  path: '/admin/reports/{id}/lease',
  summary: 'Shows others for two minutes that the caller looks at the reports about a person.',
  needs: 'reports',
  params: { id: Id },
  result: described(ReviewLease, 'That of somebody else if it has not ended.'),
});

export const decide = adminEndpoint({
  method: 'POST',
  path: '/admin/reports/{id}/decision',
  summary: 'Dismisses the seen reports about a person, or upholds them with a sanction.',
  needs: 'reports',
  params: {
    id: Id,
    version: ReportsVersion,
    verdict: Verdict,
    hours: Maybe(SanctionHours),
    reason: described(Maybe(Text({ maxLength: 500 })), 'Required with a sanction.'),
  },
  result: NewVersion,
});

export const undo = adminEndpoint({
  method: 'POST',
  path: '/admin/reports/{id}/undo',
  summary: 'Takes the newest decision about reports back: they wait again, and the sanction is as before.',
  needs: 'reports',
  params: { id: Id, version: Version },
  result: NewVersion,
});

export const escalate = adminEndpoint({
  method: 'POST',
  path: '/admin/reports/{id}/escalation',
  summary: 'Moves the seen reports about a person to those of child safety, out of this queue.',
  needs: 'reports',
  params: { id: Id, version: ReportsVersion, reason: Text({ maxLength: 500 }) },
});

export const preview = adminEndpoint({
  method: 'POST',
  path: '/admin/reports/preview',
  summary: 'What a decision about the open reports of several people would do; it changes nothing.',
  needs: 'reports',
  params: { people: Type.Array(Id, people), verdict: Verdict, hours: Maybe(SanctionHours) },
  result: Type.Array(ReportDecisionPreview),
});

export const decideAll = adminEndpoint({
  method: 'POST',
  path: '/admin/reports/decisions',
  summary: 'Decides about the reports of several people as in a preview, all or none.',
  needs: 'reports',
  isDangerous: true,
  params: {
    people: Type.Array(Type.Object({ id: Id, version: ReportsVersion }), people),
    verdict: Verdict,
    hours: Maybe(SanctionHours),
    reason: described(Maybe(Text({ maxLength: 500 })), 'Required with a sanction.'),
  },
  result: Type.Array(DecidedReports),
});
