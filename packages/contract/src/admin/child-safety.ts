import { described } from '../described.js';
import { adminEndpoint } from './endpoint.js';
import {
  NewVersion,
  ReportedPersonDetails,
  ReportQueue,
  ReportsVersion,
  ReviewLease,
  SanctionHours,
  Verdict,
  Version,
} from './shapes.js';
import { Id, Maybe, Text } from './wire.js';

export const list = adminEndpoint({
  method: 'GET',
  path: '/admin/child-safety',
  summary: 'The people with open reports of child safety, those with the heaviest reports first.',
  needs: 'child_safety',
  params: { after: described(Maybe(Text({ maxLength: 40 })), 'The `next` of the page before.') },
  result: ReportQueue,
});

export const open = adminEndpoint({
  method: 'POST',
  path: '/admin/child-safety/{id}/opening',
  summary: 'Opens the reports of child safety about a person, which is logged.',
  needs: 'child_safety',
  params: { id: Id },
  result: ReportedPersonDetails,
});

export const lease = adminEndpoint({
  method: 'PUT',
  path: '/admin/child-safety/{id}/lease',
  summary:
    'Shows others for two minutes that the caller looks at the reports of child safety about a person.',
  needs: 'child_safety',
  params: { id: Id },
  result: described(ReviewLease, 'That of somebody else if it has not ended.'),
});

export const decide = adminEndpoint({
  method: 'POST',
  path: '/admin/child-safety/{id}/decision',
  summary: 'Dismisses the seen reports of child safety about a person, or upholds them with a sanction.',
  needs: 'child_safety',
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
  path: '/admin/child-safety/{id}/undo',
  summary: 'Takes the newest decision about reports of child safety back, like that of other reports.',
  needs: 'child_safety',
  params: { id: Id, version: Version },
  result: NewVersion,
});
