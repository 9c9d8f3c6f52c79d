export { TenantsScreen } from './screen.js';
