export { SupportScreen } from './screen.js';
export { DeskScreen } from './desk-screen.js';
