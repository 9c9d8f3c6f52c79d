export {
  addCategory,
  listAllCategories,
  listCategories,
  orderCategories,
  removeCategory,
  renameCategory,
} from './categories.js';
export { commentVideo, listCommentLog, listCommentThreads, type CommentThread } from './comment-video.js';
export type { Comment, LoggedComment } from './comments-store.js';
export { followAuthor, getAuthor, listFollows } from './follow-author.js';
export { likeVideo } from './like-video.js';
export { listLikes, listNewest, listFeed, listVideosOf } from './list-videos.js';
export {
  isVideoFileClosed,
  listOverseenVideoComments,
  listOverseenVideos,
  restoreVideo,
  restoreVideoComment,
  takeVideoCommentDown,
  takeVideoDown,
} from './oversee-videos.js';
export { measureVideos } from './measure-videos.js';
export { publishVideo } from './publish-video.js';
export type { Video } from './store.js';
export { sweepVideoUploads, uploadVideo } from './upload-video.js';
export { eraseVideos } from './erase.js';
