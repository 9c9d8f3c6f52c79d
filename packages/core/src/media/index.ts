export { drawPicture, encodeFile, type EncodedFile, type NamedBytes } from './encode-file.js';
export { readChatFile } from './read-file.js';
export { chatBlobKey, storeFile, type StoredFile } from './store-file.js';
