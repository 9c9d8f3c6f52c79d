export { PhotosScreen } from './screen.js';
