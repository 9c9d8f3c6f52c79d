import { Type } from 'typebox';
import { endpoint } from '../endpoint.js';
import { ShortVideo, UserRow, VideoComment, VideoOfSomebody, VideoThread } from './shapes.js';
import { Int, MaybeInt, MaybeText, Paginated, Text, UserId } from './wire.js';

/** A path below `/static/video/`, as `upload` answered it. */
const Path = Text({ minLength: 1, maxLength: 200 });
const Page = MaybeInt();

export const upload = endpoint({
  path: '/im/video.Share/upload',
  summary: 'Takes a video that is about to be released, or a picture that is about to be its cover.',
  file: 'required',
  result: Type.Object({ save_name: Type.String(), save_gif_path: Type.String() }),
});

export const release = endpoint({
  path: '/im/video.Share/release',
  summary: 'Shows an uploaded video to everybody. A second time it stays as it is.',
  params: { title: Text(), gif: MaybeText({ maxLength: 200 }), video: Path, category_id: MaybeInt() },
  reply: 'code',
});

export const category = endpoint({
  path: '/im/video.Share/category',
  summary: 'The categories of short videos.',
  result: Type.Array(Type.Object({ id: Type.Integer(), name: Type.String() })),
  reply: 'bare',
  source: 'documented',
});

export const video_lists = endpoint({
  path: '/im/video.Share/video_lists',
  summary: 'The videos of everybody, newest first; with type, those of a category.',
  params: { page: Page, type: MaybeInt() },
  result: Type.Object(Paginated(ShortVideo)),
  reply: 'bare',
  source: 'documented',
});

export const video_list = endpoint({
  path: '/im/video.Share/video_list',
  summary:
    'The videos to scroll through: 1 recommended, 2 of people who are followed. The one named by id comes first.',
  params: { type: MaybeInt({ minimum: 1, maximum: 2 }), id: MaybeInt(), page: Page },
  result: Type.Object(Paginated(ShortVideo)),
  reply: 'bare',
});

export const user_info = endpoint({
  path: '/im/video.Share/user_info',
  summary: 'A person, whom that person follows (a number), the fans, and the likes of all videos.',
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
  summary: 'The videos of a person, newest first.',
  params: { user_id: UserId, page: Page },
  result: Type.Object(Paginated(VideoOfSomebody)),
  reply: 'bare',
  source: 'documented',
});

export const fabulous_log = endpoint({
  path: '/im/video.Share/fabulous_log',
  summary: 'The videos that a person likes, the newest like first.',
  params: { user_id: UserId, page: Page },
  result: Type.Object(
    Paginated(
      Type.Object({
        share_id: Type.Integer(),
        gif: Type.String(),
        title: Type.String(),
        fabulous: Type.Integer(),
        /** When it was liked. */
        createtime: Type.Integer(),
      }),
    ),
  ),
  reply: 'bare',
  source: 'documented',
});

export const common_log = endpoint({
  path: '/im/video.Share/common_log',
  summary: "What a person has commented, and the comments below that person's videos, newest first.",
  params: { user_id: UserId, page: Page },
  /** Here `comment_id` is the comment that began the thread, and 0 in that one. */
  result: Type.Object(Paginated(Type.Object({ ...VideoComment.properties, gif: Type.String() }))),
  reply: 'bare',
  source: 'documented',
});

export const fabulous = endpoint({
  path: '/im/video.Share/fabulous',
  summary: 'Likes a video, or takes the like back.',
  params: { id: Int() },
  reply: 'code',
});

export const follow = endpoint({
  path: '/im/video.Share/follow',
  summary: 'Follows a person, or ends that.',
  params: { user_id: UserId },
  reply: 'code',
});

export const me_follow = endpoint({
  path: '/im/video.Share/me_follow',
  summary: 'The fans of the caller (type 1), or whom the caller follows (2), newest first.',
  params: { type: MaybeInt({ minimum: 1, maximum: 2 }), page: Page },
  result: Type.Object(
    Paginated(
      Type.Object({
        /** Who follows. */
        user_id: Type.Integer(),
        /** Who is followed. */
        to_id: Type.Integer(),
        /** The one of the two who is not the caller. */
        user_info: UserRow,
      }),
    ),
  ),
  reply: 'bare',
});

export const getComment = endpoint({
  path: '/im/video.Share/getComment',
  summary: 'The comments of a video, newest first, each with its newest replies, oldest first.',
  params: { id: Int(), type: MaybeInt(), page: Page },
  result: Type.Object(Paginated(VideoThread)),
  reply: 'bare',
});

export const comment = endpoint({
  path: '/im/video.Share/comment',
  summary: 'Writes below a video; with comment_id, answers a comment there.',
  params: { share_id: Int(), comment_id: MaybeInt(), content: Text() },
  reply: 'code',
});
