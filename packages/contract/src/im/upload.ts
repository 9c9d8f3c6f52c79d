import { Type } from 'typebox';
import { described } from '../described.js';
import { endpoint } from '../endpoint.js';
import { ListId, MaybeInt, MomentId } from './wire.js';

/** A stored file of a conversation. */
const ChatFile = Type.Object({
  save_name: described(Type.String(), 'Name below `/static/chat/{list_id}/`.'),
  full_url: described(Type.String(), 'Path below `/static/chat/`.'),
  full_movie: described(
    Type.String(),
    'Path of the still of a video below `/static/chat/`; empty for other files.',
  ),
  w: described(Type.Integer(), 'Width in pixels of a picture; 0 for other files. `h` is the height.'),
  h: Type.Integer(),
});

export const photo = endpoint({
  path: '/im/upload/photo',
  summary: 'Uploads a new photo of the caller; `action/upPhoto` publishes it.',
  file: 'required',
});

export const chat = endpoint({
  path: '/im/upload/chat',
  summary: 'Uploads a file for a message to a conversation.',
  params: { list_id: ListId, type: MaybeInt() },
  file: 'required',
  result: ChatFile,
});

export const photooss = endpoint({
  path: '/im/upload/photooss',
  summary: 'Alias of `upload/photo`.',
  file: 'required',
});

export const chatoss = endpoint({
  path: '/im/upload/chatoss',
  summary: 'Alias of `upload/chat`.',
  params: { list_id: ListId, type: MaybeInt() },
  file: 'required',
  result: ChatFile,
});

export const uploadImg = endpoint({
  path: '/im/upload/uploadImg',
  summary: 'Uploads a file for a conversation and returns its path.',
  params: { list_id: ListId },
  file: 'required',
  result: Type.String(),
});

export const groupPhoto = endpoint({
  path: '/im/upload/groupPhoto',
  summary: 'Uploads a new photo of a group; `message/upGroupPhoto` publishes it.',
  params: { list_id: ListId },
  file: 'required',
});

export const circle = endpoint({
  path: '/im/upload/circle',
  summary: 'Uploads a picture or a video for a new moment, one of `len`.',
  params: { len: MaybeInt({ minimum: 0 }) },
  file: 'required',
  result: Type.Object({
    save_name: described(
      Type.String(),
      'Name of the thumbnail of the picture or video below `/static/circle/{post_id}/`.',
    ),
    video_path: described(Type.String(), 'Name of the video in the same folder; empty for a picture.'),
  }),
});

export const circleFileAction = endpoint({
  path: '/im/upload/circleFileAction',
  summary: 'Attaches the pending uploads to a moment whose content named no file.',
  params: { circle_id: MomentId },
});

export const deleteCircleFile = endpoint({
  path: '/im/upload/deleteCircleFile',
  summary: 'Deletes the pending uploads for a moment that was not posted.',
});

export const circleImg = endpoint({
  path: '/im/upload/circleImg',
  summary: 'Uploads a new moments background; `action/upCircleImg` publishes it.',
  file: 'required',
});
