import { useEffect } from 'react';
import type { Conversation } from '../../client/messages/conversation.js';
import type { ConversationState } from '../../client/messages/store.js';
import { stop } from './player.js';
import { ViewerLayer } from './viewer-layer.js';

interface MediaLayersProps {
  readonly conversation: Conversation;
  readonly state: ConversationState;
}

/** What is open above a chat. What plays ends with it. */
export function MediaLayers(props: MediaLayersProps) {
  useEffect(() => stop, []);
  return <ViewerLayer {...props} />;
}
