export { deleteOwnAccount, logDeletion, removeAccount } from './delete-account.js';
export {
  exportBlobKey,
  findOwnData,
  makeExportAgain,
  makeNextExport,
  requestDataOf,
  requestOwnData,
  sweepExports,
} from './export-data.js';
export type { DataExport } from './exports-store.js';
export { eraseDueAccounts } from './erase-account.js';
