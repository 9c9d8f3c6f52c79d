export { VideosScreen } from './screen.js';
