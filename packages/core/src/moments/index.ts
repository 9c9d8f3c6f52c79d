export {
  bindMomentFiles,
  commitCover,
  discardMomentFiles,
  fileName,
  sweepMomentFiles,
  thumbName,
  uploadCover,
  uploadMomentFile,
} from './files.js';
export type { MomentFile } from './files-store.js';
export {
  countMomentNews,
  findMoment,
  getMoment,
  listAudience,
  listMoments,
  listNewestPictures,
  listUnseenReactions,
  type Moment,
} from './list.js';
export {
  isMomentFileClosed,
  listOverseenMomentComments,
  listOverseenMoments,
  restoreMoment,
  restoreMomentComment,
  takeMomentCommentDown,
  takeMomentDown,
  type OverseenMoment,
} from './oversee-moments.js';
export type { OverseenComment } from './oversight-store.js';
export { deleteMoment, postMoment } from './post-moment.js';
export { clampMomentTimes } from './clamp-times.js';
export { commentMoment, setLike } from './react.js';
export type { PageStart } from './store.js';
export { eraseMoments } from './erase.js';
