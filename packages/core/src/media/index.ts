export { collectFiles, releaseFiles } from './collect-files.js';
export { discardBlobs } from './discard-blobs.js';
export { drawPicture, encodeFile, type EncodedFile, type NamedBytes } from './encode-file.js';
export { readChatFile, readEvidenceFile } from './read-file.js';
export { saveFile, saveOperatorPicture, UNSENT_MS, type SavedFile } from './save-file.js';
export { isUnreferenced } from './store.js';
export { eraseFiles } from './erase.js';
export { previewLink, sweepLinkPreviews, type LinkPreview } from './link-previews.js';
