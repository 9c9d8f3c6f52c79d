import type { Migration } from 'kysely';
import * as foundation from './20261129-05-foundation.js';
import * as writersVersion from './20261129-10-writers-version.js';
import * as searchKeys from './20261129-20-search-keys.js';
import * as readFew from './20261129-30-read-few.js';
import * as lastGone from './20261129-31-last-gone.js';
import * as sessionEnds from './20261129-40-session-ends.js';
import * as recentEntries from './20261129-50-recent-entries.js';
import * as rateLimits from './20261129-60-rate-limits.js';
import * as fileStore from './20261129-70-file-store.js';
import * as columnDomains from './20261129-80-column-domains.js';
import * as sentPositions from './20261129-80-sent-positions.js';
import * as triggerConditions from './20261129-80-trigger-conditions.js';
import * as shortProbes from './20261129-82-short-probes.js';
import * as searchBlocks from './20261129-84-search-blocks.js';
import * as reactions from './20261129-86-reactions.js';
import * as mentions from './20261129-87-mentions.js';
import * as pinsAndDrafts from './20261129-88-pins-and-drafts.js';
import * as callSignals from './20261129-89-call-signals.js';
import * as sessionDevices from './20261129-90-session-devices.js';
import * as outbox from './20261129-91-outbox.js';
import * as authorCounts from './20261129-94-author-counts.js';
import * as email from './20261129-95-email.js';
import * as longerKeys from './20261129-95-longer-keys.js';
import * as accountDeletions from './20261129-96-account-deletions.js';
import * as push from './20261129-97-push.js';
import * as dataExports from './20261129-98-data-exports.js';
import * as linkPreviews from './20261129-99-link-previews.js';
import * as ownArchive from './20261129-99-own-archive.js';
import * as entryTargets from './20261130-10-entry-targets.js';
import * as unfinishedExports from './20261130-20-unfinished-exports.js';
import * as staff from './20261130-30-staff.js';
import * as callersSeen from './20261130-40-callers-seen.js';
import * as reviewLeases from './20261130-50-review-leases.js';
import * as articleLanguages from './20261130-80-article-languages.js';
import * as settingChanges from './20261130-82-setting-changes.js';
import * as reportedAccounts from './20261130-84-reported-accounts.js';
import * as peopleSearch from './20261130-88-people-search.js';
import * as auditTimes from './20261130-90-audit-times.js';
import * as figures from './20261130-92-figures.js';
import * as articleVersions from './20261130-94-article-versions.js';
import * as appeals from './20261130-99-appeals.js';
import * as photoReturns from './20261130-99-photo-returns.js';
import * as takenDownVideos from './20261130-99-taken-down-videos.js';
import * as timedAnnouncements from './20261130-99-timed-announcements.js';
import * as takenDownMoments from './20261201-96-taken-down-moments.js';
import * as restrictedPhotos from './20261201-98-restricted-photos.js';
import * as categoryPlaces from './20261201-99-category-places.js';
import * as undoneSanctions from './20261202-10-undone-sanctions.js';
import * as offeredStickers from './20261202-30-offered-stickers.js';
import * as fileSizes from './20261202-20-file-sizes.js';
import * as staffLists from './20261202-21-staff-lists.js';
import * as messageOpenings from './20261130-96-message-openings.js';
import * as purchaseSearch from './20261130-96-purchase-search.js';
import * as jobRuns from './20261130-99-job-runs.js';
import * as linkVersions from './20261201-10-link-versions.js';
import * as staffPasskeys from './20261201-20-staff-passkeys.js';
import * as customerService from './20261201-30-customer-service.js';
import * as givenQuotas from './20261201-40-given-quotas.js';
import * as storedSizes from './20261201-50-stored-sizes.js';
import * as queueFigures from './20261201-60-queue-figures.js';
import * as letters from './20261201-90-letters.js';
import * as schoolAnnouncements from './20261201-92-school-announcements.js';
import * as offeredAvatars from './20261201-94-offered-avatars.js';

/** All migrations by name. Append only and never edit; each name sorts after the previous one. */
export const migrations: Record<string, Migration> = {
  '20261129-05-foundation': foundation,
  '20261129-10-writers-version': writersVersion,
  '20261129-20-search-keys': searchKeys,
  '20261129-30-read-few': readFew,
  '20261129-31-last-gone': lastGone,
  '20261129-40-session-ends': sessionEnds,
  '20261129-50-recent-entries': recentEntries,
  '20261129-60-rate-limits': rateLimits,
  '20261129-70-file-store': fileStore,
  '20261129-80-column-domains': columnDomains,
  '20261129-80-sent-positions': sentPositions,
  '20261129-80-trigger-conditions': triggerConditions,
  '20261129-82-short-probes': shortProbes,
  '20261129-84-search-blocks': searchBlocks,
  '20261129-86-reactions': reactions,
  '20261129-87-mentions': mentions,
  '20261129-88-pins-and-drafts': pinsAndDrafts,
  '20261129-89-call-signals': callSignals,
  '20261129-90-session-devices': sessionDevices,
  '20261129-91-outbox': outbox,
  '20261129-94-author-counts': authorCounts,
  '20261129-95-email': email,
  '20261129-95-longer-keys': longerKeys,
  '20261129-96-account-deletions': accountDeletions,
  '20261129-97-push': push,
  '20261129-98-data-exports': dataExports,
  '20261129-99-link-previews': linkPreviews,
  '20261129-99-own-archive': ownArchive,
  '20261130-10-entry-targets': entryTargets,
  '20261130-20-unfinished-exports': unfinishedExports,
  '20261130-30-staff': staff,
  '20261130-40-callers-seen': callersSeen,
  '20261130-50-review-leases': reviewLeases,
  '20261130-80-article-languages': articleLanguages,
  '20261130-82-setting-changes': settingChanges,
  '20261130-84-reported-accounts': reportedAccounts,
  '20261130-88-people-search': peopleSearch,
  '20261130-90-audit-times': auditTimes,
  '20261130-92-figures': figures,
  '20261130-94-article-versions': articleVersions,
  '20261130-96-message-openings': messageOpenings,
  '20261130-96-purchase-search': purchaseSearch,
  '20261130-99-appeals': appeals,
  '20261130-99-job-runs': jobRuns,
  '20261130-99-photo-returns': photoReturns,
  '20261130-99-taken-down-videos': takenDownVideos,
  '20261130-99-timed-announcements': timedAnnouncements,
  '20261201-10-link-versions': linkVersions,
  '20261201-20-staff-passkeys': staffPasskeys,
  '20261201-30-customer-service': customerService,
  '20261201-40-given-quotas': givenQuotas,
  '20261201-50-stored-sizes': storedSizes,
  '20261201-60-queue-figures': queueFigures,
  '20261201-90-letters': letters,
  '20261201-92-school-announcements': schoolAnnouncements,
  '20261201-94-offered-avatars': offeredAvatars,
  '20261201-96-taken-down-moments': takenDownMoments,
  '20261201-98-restricted-photos': restrictedPhotos,
  '20261201-99-category-places': categoryPlaces,
  '20261202-10-undone-sanctions': undoneSanctions,
  '20261202-20-file-sizes': fileSizes,
  '20261202-21-staff-lists': staffLists,
  '20261202-30-offered-stickers': offeredStickers,
};
