export { ChildPhotosScreen } from './screen.js';
