import { Type } from 'typebox';
import { endpoint } from '../endpoint.js';
import { ListId, MaybeInt } from './wire.js';

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
  result: Type.Object({
    /** Name below `/static/chat/{list_id}/`. */
    save_name: Type.String(),
    /** Path below `/static/chat/`. */
    full_url: Type.String(),
    /** Path of a video's still below `/static/chat/`; empty for everything else. */
    full_movie: Type.String(),
    /** Pixels of a picture; 0 for everything else. */
    w: Type.Integer(),
    h: Type.Integer(),
  }),
});

export const groupPhoto = endpoint({
  path: '/im/upload/groupPhoto',
  summary: 'Takes a new photo of a group; `message/upGroupPhoto` shows it.',
  params: { list_id: ListId },
  file: 'required',
});
