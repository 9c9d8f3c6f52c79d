export { ChatScreen } from './screen.js';
