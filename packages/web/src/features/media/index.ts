export { AttachButton } from './attach-button.js';
export { isBare } from './attachment-kind.js';
export { DropZone } from './drop-zone.js';
export { FileCard } from './file-card.js';
export { ViewerLayer } from './viewer-layer.js';
export { Picture } from './picture.js';
export { Refusal } from './refusal.js';
export { useAttachments } from './use-attachments.js';
/** Loads what is shown while files are chosen. */
export const loadTray = () => import('./tray.js').then((file) => ({ default: file.Tray }));
