import { Type } from 'typebox';
import { described } from '../described.js';
import { endpoint } from '../endpoint.js';
import { ShortVideo, UserRow, VideoComment, VideoOfSomebody, VideoThread } from './shapes.js';
import { Int, MaybeInt, MaybeText, Paginated, Text, UserId } from './wire.js';

/** A path below `/static/video/`, as returned by `upload`. */
const Path = Text({ minLength: 1, maxLength: 200 });
const Page = MaybeInt();

export const upload = endpoint({
  path: '/im/video.Share/upload',
  summary: 'Uploads a video for a later release, or a picture for its cover.',
  file: 'required',
  result: Type.Object({ save_name: Type.String(), save_gif_path: Type.String() }),
});

export const release = endpoint({
  path: '/im/video.Share/release',
  summary: 'Publishes an uploaded video. A repeat changes nothing.',
  params: { title: Text(), gif: MaybeText({ maxLength: 200 }), video: Path, category_id: MaybeInt() },
  reply: 'code',
});

export const category = endpoint({
  path: '/im/video.Share/category',
  summary: 'Lists the categories of short videos.',
  result: Type.Array(Type.Object({ id: Type.Integer(), name: Type.String() })),
  reply: 'bare',
  source: 'documented',
});

export const video_lists = endpoint({
  path: '/im/video.Share/video_lists',
  summary: 'Lists the videos of all users, newest first; with `type`, only those of a category.',
  params: { page: Page, type: MaybeInt() },
  result: Type.Object(Paginated(ShortVideo)),
  reply: 'bare',
  source: 'documented',
});

export const video_list = endpoint({
  path: '/im/video.Share/video_list',
  summary:
    'Lists videos to scroll through: `type` 1 recommended, 2 of followed users. The video `id` comes first.',
  params: { type: MaybeInt({ minimum: 1, maximum: 2 }), id: MaybeInt(), page: Page },
  result: Type.Object(Paginated(ShortVideo)),
  reply: 'bare',
});

export const user_info = endpoint({
  path: '/im/video.Share/user_info',
  summary: 'Returns a user with the numbers of followed users, fans, and likes of all videos.',
  params: { user_id: UserId },
  result: Type.Object({
    user_info: UserRow,
    follow: Type.Integer(),
    fans: Type.Integer(),
    fabulous: Type.Integer(),
  }),
  reply: 'bare',
  source: 'documented',
});

export const user_video = endpoint({
  path: '/im/video.Share/user_video',
  summary: 'Lists the videos of a user, newest first.',
  params: { user_id: UserId, page: Page },
  result: Type.Object(Paginated(VideoOfSomebody)),
  reply: 'bare',
  source: 'documented',
});

export const fabulous_log = endpoint({
  path: '/im/video.Share/fabulous_log',
  summary: 'Lists the videos that a user likes, latest like first.',
  params: { user_id: UserId, page: Page },
  result: Type.Object(
    Paginated(
      Type.Object({
        share_id: Type.Integer(),
        gif: Type.String(),
        title: Type.String(),
        fabulous: Type.Integer(),
        createtime: described(Type.Integer(), 'Time of the like.'),
      }),
    ),
  ),
  reply: 'bare',
  source: 'documented',
});

export const common_log = endpoint({
  path: '/im/video.Share/common_log',
  summary: "Lists a user's comments and the comments on that user's videos, newest first.",
  params: { user_id: UserId, page: Page },
  /** Here `comment_id` is the first comment of the thread, and 0 in the first comment itself. */
  result: Type.Object(Paginated(Type.Object({ ...VideoComment.properties, gif: Type.String() }))),
  reply: 'bare',
  source: 'documented',
});

export const fabulous = endpoint({
  path: '/im/video.Share/fabulous',
  summary: 'Likes a video, or removes the like.',
  params: { id: Int() },
  reply: 'code',
});

export const follow = endpoint({
  path: '/im/video.Share/follow',
  summary: 'Follows or unfollows a user.',
  params: { user_id: UserId },
  reply: 'code',
});

export const me_follow = endpoint({
  path: '/im/video.Share/me_follow',
  summary: "Lists the caller's fans (`type` 1) or the users that the caller follows (2), newest first.",
  params: { type: MaybeInt({ minimum: 1, maximum: 2 }), page: Page },
  result: Type.Object(
    Paginated(
      Type.Object({
        user_id: described(Type.Integer(), 'The follower.'),
        to_id: described(Type.Integer(), 'The followed user.'),
        user_info: described(UserRow, 'The user of the two who is not the caller.'),
      }),
    ),
  ),
  reply: 'bare',
});

export const getComment = endpoint({
  path: '/im/video.Share/getComment',
  summary: 'Lists the comments of a video, newest first, each with its latest replies, oldest first.',
  params: { id: Int(), type: MaybeInt(), page: Page },
  result: Type.Object(Paginated(VideoThread)),
  reply: 'bare',
});

export const comment = endpoint({
  path: '/im/video.Share/comment',
  summary: 'Comments on a video; with `comment_id`, replies to a comment.',
  params: { share_id: Int(), comment_id: MaybeInt(), content: Text() },
  reply: 'code',
});
