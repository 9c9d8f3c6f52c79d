export { deleteAccount, deleteOwnAccount } from './delete-account.js';
export { eraseDueAccounts } from './erase-account.js';
