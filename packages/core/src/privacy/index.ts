export { deleteAccount, deleteOwnAccount } from './delete-account.js';
export { exportBlobKey, findOwnData, makeNextExport, requestOwnData, sweepExports } from './export-data.js';
export type { DataExport } from './exports-store.js';
export { eraseDueAccounts } from './erase-account.js';
