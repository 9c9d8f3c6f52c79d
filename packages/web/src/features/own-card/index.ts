export { OwnCardScreen } from './screen.js';
