export { AppealsScreen } from './screen.js';
