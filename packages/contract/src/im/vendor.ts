import { endpoint } from '../endpoint.js';
import { ListId } from './wire.js';

export const sendChuoYiChuoMsg = endpoint({
  path: '/im/vendor/sendChuoYiChuoMsg',
  summary: 'Pokes: a message of type 9.',
  params: { list_id: ListId },
});

export const zhendong = endpoint({
  path: '/im/vendor/zhendong',
  summary: "Shakes the others' windows; nothing is stored.",
  params: { list_id: ListId },
});
