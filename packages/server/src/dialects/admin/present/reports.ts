import type { admin, Result } from '@kith/contract';
import type {
  ReportDecisionPreview,
  ReportedPerson,
  ReportedPersonDetails,
  ReportQueue,
} from '@kith/core/moderation';
import { fileEvidenceUrl, photoEvidenceUrl, type PhotoLinks } from '../../../app/photo-links.js';
import { withoutNulls } from './nulls.js';
import { presentReviewedPerson } from './reviewed-person.js';

/** A page of people with open reports. */
export function presentReportQueue(
  { rows, next, waiting, oldestAt }: ReportQueue & { next: string | undefined },
  links: PhotoLinks,
): Result<typeof admin.reports.list> {
  return {
    rows: rows.map((row) => presentReportedPerson(row, links)),
    waiting,
    ...(next !== undefined && { next }),
    ...withoutNulls({ oldestAt }),
  };
}

/** A person with open reports and links to the pictures, which only their owners could fetch otherwise. */
function presentReportedPerson(
  { person, version, weight, oldestAt, tags, sanctions, lease, decisions }: ReportedPerson,
  links: PhotoLinks,
): Result<typeof admin.reports.list>['rows'][number] {
  return {
    version,
    weight,
    oldestAt,
    tags: [...tags],
    decisions: [...decisions],
    person: {
      ...presentReviewedPerson(person, links),
      status: person.status,
    },
    sanctions: sanctions.map(withoutNulls),
    ...withoutNulls({ lease }),
  };
}

/** What a decision would do to a person. */
export function presentPreview({
  reported: { person, version, weight },
  sanction,
  replaces,
}: ReportDecisionPreview): Result<typeof admin.reports.preview>[number] {
  const { id, username } = person;
  return {
    id,
    username,
    version,
    weight,
    ...(sanction && { sanction: withoutNulls(sanction) }),
    ...(replaces && { replaces: withoutNulls(replaces) }),
  };
}

/** A person with open reports and the evidence. */
export function presentReportedPersonDetails(
  { reports, uploads, evidence, together, ...item }: ReportedPersonDetails,
  links: PhotoLinks,
): Result<typeof admin.reports.show> {
  return {
    ...presentReportedPerson(item, links),
    together,
    reports: reports.map(({ snapshot, ...report }) => ({
      ...report,
      profile: snapshot.profile,
      photos: snapshot.photos.map(({ uploadId, place, state }) => {
        const upload = uploads.get(uploadId);
        return { place, state, ...(upload && { url: photoEvidenceUrl(upload, links) }) };
      }),
      messages: snapshot.messages.map(withoutNulls),
      moments: snapshot.moments.map(({ comments, ...moment }) => ({ ...moment, comments: [...comments] })),
      videoComments: [...snapshot.videoComments],
    })),
    evidence: evidence.map(({ content, files, ...message }) => ({
      ...withoutNulls(message),
      content: JSON.parse(content) as unknown,
      files: files.map((name) => ({ name, url: fileEvidenceUrl(name, links) })),
    })),
  };
}
