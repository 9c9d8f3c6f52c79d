import { Type } from 'typebox';
import { endpoint } from '../endpoint.js';
import { ListId, MaybeInt, MomentId } from './wire.js';

/** Where a file of a conversation was stored. */
const ChatFile = Type.Object({
  /** Name below `/static/chat/{list_id}/`. */
  save_name: Type.String(),
  /** Path below `/static/chat/`. */
  full_url: Type.String(),
  /** Path of a video's still below `/static/chat/`; empty for everything else. */
  full_movie: Type.String(),
  /** Pixels of a picture; 0 for everything else. */
  w: Type.Integer(),
  h: Type.Integer(),
});

export const photo = endpoint({
  path: '/im/upload/photo',
  summary: 'Takes a new photo of the caller; `action/upPhoto` shows it.',
  file: 'required',
});

export const chat = endpoint({
  path: '/im/upload/chat',
  summary: 'Takes a file that is about to be sent into a conversation.',
  params: { list_id: ListId, type: MaybeInt() },
  file: 'required',
  result: ChatFile,
});

export const photooss = endpoint({
  path: '/im/upload/photooss',
  summary: 'The same as `upload/photo`.',
  file: 'required',
});

export const chatoss = endpoint({
  path: '/im/upload/chatoss',
  summary: 'The same as `upload/chat`.',
  params: { list_id: ListId, type: MaybeInt() },
  file: 'required',
  result: ChatFile,
});

export const uploadImg = endpoint({
  path: '/im/upload/uploadImg',
  summary: 'Takes a file for a conversation and answers where it is, below the address of files.',
  params: { list_id: ListId },
  file: 'required',
  result: Type.String(),
});

export const groupPhoto = endpoint({
  path: '/im/upload/groupPhoto',
  summary: 'Takes a new photo of a group; `message/upGroupPhoto` shows it.',
  params: { list_id: ListId },
  file: 'required',
});

export const circle = endpoint({
  path: '/im/upload/circle',
  summary: 'Takes a picture or a video for a moment that is about to be posted, one of `len`.',
  params: { len: MaybeInt({ minimum: 0 }) },
  file: 'required',
  result: Type.Object({
    /** Name of the small picture, or of the small still of a video, below `/static/circle/{post_id}/`. */
    save_name: Type.String(),
    /** Name of a video below the same folder; empty for a picture. */
    video_path: Type.String(),
  }),
});

export const circleFileAction = endpoint({
  path: '/im/upload/circleFileAction',
  summary: 'Shows what was uploaded below a moment whose content named no file.',
  params: { circle_id: MomentId },
});

export const deleteCircleFile = endpoint({
  path: '/im/upload/deleteCircleFile',
  summary: 'Throws away what was uploaded for a moment that was not posted.',
});

export const circleImg = endpoint({
  path: '/im/upload/circleImg',
  summary: 'Takes a new moments background; `action/upCircleImg` shows it.',
  file: 'required',
});
