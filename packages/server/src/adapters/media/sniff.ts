import { fileTypeFromBuffer } from 'file-type';
import sharp from 'sharp';
import { shownMedia, type SniffedMedia } from '@kith/core/ports';

const unknown: SniffedMedia = { family: 'other', mime: 'application/octet-stream', extension: 'bin' };

// The system's libvips may decode HEIC; the one that comes with sharp may not, for patents.
const canDecodeHeic = sharp.format.heif.input.fileSuffix?.includes('.heic') ?? false;

// Names of the detector that are ours under another name.
const aliases = new Map([
  ['apng', 'png'],
  ['m4v', 'mp4'],
  ['oga', 'ogg'],
]);

// Downloads that keep an extension of their own. None of them is opened by a browser as a page.
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

/** Tells what a file is by its content alone, from a list of what is allowed. */
export async function sniffMedia(bytes: Uint8Array): Promise<SniffedMedia> {
  const found = await fileTypeFromBuffer(bytes);
  if (!found) return unknown;
  const extension = withoutVideo(aliases.get(found.ext) ?? found.ext, bytes);
  const shown = shownMedia.get(extension);
  if (shown && (extension !== 'heic' || canDecodeHeic)) return { ...shown, extension };
  return documents.has(extension) ? { family: 'other', mime: found.mime, extension } : unknown;
}

/** Browsers record voice into the containers of video; such a file is audio when no track of it is video. */
function withoutVideo(extension: string, bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (extension === 'webm') {
    // The codec of each track stands in the header: V_VP9, A_OPUS …
    const header = buffer.subarray(0, 4096);
    return header.includes('A_') && !header.includes('V_') ? 'weba' : extension;
  }
  if (extension === 'mp4') {
    const handlers = trackHandlers(buffer);
    return handlers.has('soun') && !handlers.has('vide') ? 'm4a' : extension;
  }
  return extension;
}

/** The kinds of track that an MP4 file declares, in its boxes `hdlr`. */
function trackHandlers(buffer: Buffer): Set<string> {
  const handlers = new Set<string>();
  for (let at = buffer.indexOf('hdlr'); at >= 0; at = buffer.indexOf('hdlr', at + 4)) {
    // The name of the box is followed by its version, flags and an unused word, then by the kind.
    handlers.add(buffer.toString('latin1', at + 12, at + 16));
  }
  return handlers;
}
