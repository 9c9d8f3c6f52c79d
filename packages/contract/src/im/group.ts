import { endpoint } from '../endpoint.js';
import { ListId, MaybeInt } from './wire.js';

export const xiaoHuiMessage = endpoint({
  path: '/im/group/xiaoHuiMessage',
  summary: 'Destroys all messages of a conversation, for everybody.',
  params: { list_id: ListId, type: MaybeInt() },
});
