export { OwnCardScreen } from './screen.js';
export { Privacy } from './privacy.js';
