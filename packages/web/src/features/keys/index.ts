export { KeysHost } from './keys-host.js';
