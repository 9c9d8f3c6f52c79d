export { usePush } from './use-push.js';
export { WorkerLink } from './worker-link.js';
