export { AuditScreen } from './screen.js';
