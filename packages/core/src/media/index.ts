export { chatBlobKey, storeFile, type StoredFile } from './store-file.js';
