export { ConversationsOf } from './conversations.js';
export { MessagesScreen } from './screen.js';
