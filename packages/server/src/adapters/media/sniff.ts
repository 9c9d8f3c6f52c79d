import { fileTypeFromBuffer } from 'file-type';
import sharp from 'sharp';
import { shownMedia, type SniffedMedia } from '@kith/core/ports';
import type { ReadContainer } from './container-reader.js';
import { isCutOff } from './cut-off.js';

const unknown: SniffedMedia = { family: 'other', mime: 'application/octet-stream', extension: 'bin' };

// The system's libvips may decode HEIC; the one bundled with sharp does not, because of patents.
const canDecodeHeic = sharp.format.heif.input.fileSuffix?.includes('.heic') ?? false;

// Extensions of the detector for which we use another.
const aliases = new Map([
  ['apng', 'png'],
  ['oga', 'ogg'],
]);

/** Containers of audio or video, with the extension of each. */
const containers = new Map([
  ['mp4', { video: 'mp4', sound: 'm4a' }],
  ['m4v', { video: 'mp4', sound: 'm4a' }],
  ['m4a', { video: 'mp4', sound: 'm4a' }],
  ['m4b', { video: 'mp4', sound: 'm4a' }],
  ['mov', { video: 'mov', sound: 'm4a' }],
  ['3gp', { video: '3gp', sound: '3ga' }],
  ['3g2', { video: '3gp', sound: '3ga' }],
  ['webm', { video: 'webm', sound: 'weba' }],
  ['mkv', { video: 'mkv', sound: 'mka' }],
]);

// Downloads that keep their extension. Browsers open none of them as a page.
const documents = new Set([
  'pdf',
  'zip',
  'rar',
  '7z',
  'gz',
  'tar',
  'docx',
  'xlsx',
  'pptx',
  'odt',
  'ods',
  'odp',
  'epub',
  'rtf',
  'psd',
  'apk',
  'heic',
]);

/** Detects the kind of a file from its content, limited to an allow-list. Throws `MediaUnavailable`. */
export async function sniffMedia(bytes: Uint8Array, read: ReadContainer): Promise<SniffedMedia> {
  const found = await fileTypeFromBuffer(bytes);
  if (!found) return unknown;
  const container = containers.get(found.ext);
  const extension = container
    ? await timedExtension(bytes, container, read)
    : (aliases.get(found.ext) ?? found.ext);
  if (!extension) return { ...unknown, fault: isCutOff(bytes) ? 'incomplete' : 'damaged' };
  const shown = shownMedia.get(extension);
  if (shown && (extension !== 'heic' || canDecodeHeic)) return { ...shown, extension };
  return documents.has(extension) ? { family: 'other', mime: found.mime, extension } : unknown;
}

/** The extension of a picture that can be rendered, detected from its content; undefined for everything else. */
export async function pictureKind(bytes: Uint8Array): Promise<string | undefined> {
  const found = await fileTypeFromBuffer(bytes);
  const extension = found && (aliases.get(found.ext) ?? found.ext);
  const isDrawn =
    extension !== undefined &&
    shownMedia.get(extension)?.family === 'image' &&
    (extension !== 'heic' || canDecodeHeic);
  return isDrawn ? extension : undefined;
}

/** Browsers and phones record voice in video containers, so the tracks decide. */
async function timedExtension(
  bytes: Uint8Array,
  { video, sound }: { video: string; sound: string },
  read: ReadContainer,
): Promise<string | undefined> {
  const { hasPicture, hasSound } = await read(bytes);
  return hasPicture ? video : hasSound ? sound : undefined;
}
