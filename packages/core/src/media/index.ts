export { readChatFile } from './read-file.js';
export { chatBlobKey, storeFile, type StoredFile } from './store-file.js';
