export { PlansScreen } from './screen.js';
