export { deletePhoto } from './delete-photo.js';
export { findPhotoAudience, listOwnPhotos, listPhotos, loadFaces, type CardPhoto } from './list-photos.js';
export { measureUploads } from './measure-uploads.js';
export { placePhoto } from './place-photo.js';
export { sweepPhotos } from './release-uploads.js';
export {
  attachPhotoEvidence,
  decidePhotos,
  holdPhotoBack,
  lockCardUploads,
  findUnnotifiedPhotos,
  findUploads,
  listRestrictedUploads,
  listUploadsOf,
  listWaitingUploads,
  notifyReview,
  readUpload,
  restrictUpload,
  restrictWaiting,
} from './review-photo.js';
export type { PhotoPlace, Picture } from './rules.js';
export { photoBlobKey, savePhoto, type PhotoInput } from './save-photo.js';
export { isInQueue } from './queue-store.js';
export type { ReferencedUpload, Upload } from './store.js';
export type { PhotoState } from './event-types.js';
export { erasePhotos } from './erase.js';
