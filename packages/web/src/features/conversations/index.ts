export { ChatsScreen } from './screen.js';
