export { RetentionScreen } from './screen.js';
