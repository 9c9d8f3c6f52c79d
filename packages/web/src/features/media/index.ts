export { albumsOf, columnsOf } from './albums.js';
export { AttachButton } from './attach-button.js';
export { isBare } from './attachment-kind.js';
export { DropZone } from './drop-zone.js';
export { FileCard } from './file-card.js';
export { MediaLayers } from './layers.js';
export { MicButton } from './mic-button.js';
export { NameCard } from './name-card.js';
export { Picture } from './picture.js';
export { Place } from './place.js';
export { Poke } from './poke.js';
export { fileOf } from './stored-file.js';
export { Refusal } from './refusal.js';
export { Video } from './video.js';
export { Voice } from './voice.js';
export { useAttachments } from './use-attachments.js';
export { useVoiceDraft } from './use-voice-draft.js';
/** Loads what is shown while files are chosen. */
export const loadTray = () => import('./tray.js').then((file) => ({ default: file.Tray }));
/** Loads what records a voice message. */
export const loadRecorder = () => import('./recorder.js').then((file) => ({ default: file.Recorder }));
