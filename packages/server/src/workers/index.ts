import type { Deps } from '../app/deps.js';
import { startAssigningCustomers } from './assign-customers.js';
import { startCollecting } from './collect-files.js';
import { startPromotingAdults } from './promote-adults.js';
import { startEndingSanctions } from './end-sanctions.js';
import { startIndexing } from './index-messages.js';
import { startMaintainingPlans } from './maintain-plans.js';
import type { Worker } from './periodic.js';
import { startRenewingText } from './renew-text.js';
import { startSweeping } from './sweep.js';
import { startNotifyingReviews } from './notify-reviews.js';
import { startTouchingOnline } from './touch-online.js';
import { startWatchingCalls } from './watch-calls.js';

const starters: readonly ((deps: Deps) => Worker)[] = [
  startIndexing,
  startCollecting,
  startPromotingAdults,
  startSweeping,
  startTouchingOnline,
  startAssigningCustomers,
  startWatchingCalls,
  startEndingSanctions,
  startMaintainingPlans,
  startNotifyingReviews,
  startRenewingText,
];

/** Starts all background work. */
export function startWorkers(deps: Deps): Worker[] {
  return starters.map((start) => start(deps));
}
