export { ConversationsOf } from './conversations.js';
export { MessagesScreen } from './screen.js';
export { OpenElsewhere } from './open-banner.js';
