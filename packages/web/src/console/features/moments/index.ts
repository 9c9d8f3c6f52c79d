export { MomentsScreen } from './screen.js';
