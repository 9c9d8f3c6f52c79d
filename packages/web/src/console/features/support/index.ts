export { SupportScreen } from './screen.js';
