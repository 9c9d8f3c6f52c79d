export { JobsScreen } from './screen.js';
