export { ImportScreen } from './screen.js';
