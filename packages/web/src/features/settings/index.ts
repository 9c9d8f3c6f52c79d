export { MeScreen } from './screen.js';
