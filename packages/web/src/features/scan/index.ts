export { ScanButton } from './scan-button.js';
