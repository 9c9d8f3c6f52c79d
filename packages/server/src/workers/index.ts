import type { Deps } from '../app/deps.js';
import { startAssigningCustomers } from './assign-customers.js';
import { startCollecting } from './collect-files.js';
import { startPromotingAdults } from './promote-adults.js';
import { startEndingSanctions } from './end-sanctions.js';
import { startErasingAccounts } from './erase-accounts.js';
import { startExportingData } from './export-data.js';
import { startIndexing } from './index-messages.js';
import { startMaintainingPlans } from './maintain-plans.js';
import type { Worker } from './periodic.js';
import { startRecordingCounts, startSamplingFigures } from './record-figures.js';
import { startRenewingText } from './renew-text.js';
import { startSweeping } from './sweep.js';
import { startSendingMails, startSendingTexts } from './send-messages.js';
import { startSendingPushes } from './send-pushes.js';
import { startNotifyingReviews } from './notify-reviews.js';
import { startTouchingOnline } from './touch-online.js';
import { startSeeingCallers, startWatchingCalls } from './watch-calls.js';

/** Work on the node's own sockets and counts. */
const everyNode: readonly ((deps: Deps) => Worker)[] = [
  startTouchingOnline,
  startSeeingCallers,
  startRecordingCounts,
];

/** Work that one node does for all. */
const jobs: readonly ((deps: Deps) => Worker)[] = [
  startIndexing,
  startCollecting,
  startPromotingAdults,
  startSweeping,
  startAssigningCustomers,
  startWatchingCalls,
  startEndingSanctions,
  startMaintainingPlans,
  startNotifyingReviews,
  startRenewingText,
  startErasingAccounts,
  startExportingData,
  startSamplingFigures,
  startSendingMails,
  startSendingTexts,
  startSendingPushes,
];

/** Starts the work that every node with sockets does for itself. */
export function startOwnWork(deps: Deps): Worker[] {
  return everyNode.map((start) => start(deps));
}

/** Starts the background jobs; each does its work while this node holds it. */
export function startJobs(deps: Deps): Worker[] {
  deps.jobs.start();
  return jobs.map((start) => start(deps));
}
