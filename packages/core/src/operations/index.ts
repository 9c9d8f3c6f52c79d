export { listFigures, recordCounts, recordSamples, sweepFigures } from './figures.js';
export { countTenantsOf, type Counted } from './figures-store.js';
export { listJobs, recordRuns, retryWork } from './jobs.js';
export type { JobRuns } from './jobs-store.js';
export { getOverview } from './overview.js';
export { listRetention, previewRetention } from './retention.js';
export { bucketOf, DURATION_SECONDS } from './rules.js';
export { addTenant, renameTenant } from './tenants.js';
