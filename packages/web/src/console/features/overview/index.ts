export { OverviewScreen } from './screen.js';
