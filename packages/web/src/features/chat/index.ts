export { ChatScreen } from './screen.js';
export { showMessage } from './chat-state.js';
