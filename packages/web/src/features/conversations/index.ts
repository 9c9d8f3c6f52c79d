export { ChatsScreen } from './screen.js';
export { useLineText, type Line } from './use-line-text.js';
export { SendToChats } from './send-lazily.js';
