export { StrangersScreen } from './screen.js';
