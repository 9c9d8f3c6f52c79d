import type { Requester } from './requester.js';

/** The display family of a file. */
export type MediaFamily = 'image' | 'audio' | 'video' | 'other';

/** The fault of a file that starts like a known kind. */
export type MediaFault = 'damaged' | 'incomplete';

/** The kind of a file, detected from its content and not from its name. */
export interface SniffedMedia {
  readonly family: MediaFamily;
  readonly mime: string;
  /** Without a dot; `bin` if the kind is unknown. */
  readonly extension: string;
  /** Set if the file starts like audio or video but its tracks cannot be found. */
  readonly fault?: MediaFault;
}

/** A picture encoded by the server. */
export interface PictureRendition {
  readonly bytes: Uint8Array;
  /** Without a dot: `jpg`, `png`, `gif` or `webp`. */
  readonly extension: string;
  readonly width: number;
  readonly height: number;
}

/** The side of each square rendition of an avatar; clients swap one for another in its URL. */
export type AvatarSize = '70' | '90' | '300';

/** Ids of the pictures that people can choose at registration. */
export const drawnAvatars: readonly string[] = ['1', '2', '3', '4', '5', '6'];

/**
 * Processes untrusted files. No output contains metadata of the input. Time and memory are bounded for any input: few
 * pictures are processed and few wait, fairly for each requester. Work that finds no place throws `unavailable` or
 * `too_many_requests` with `retryMs`. Work without a requester belongs to the server and is not rejected.
 */
export interface MediaTools {
  /**
   * Detects the kind by content only; the tracks of a container decide between audio and video. SVG, HTML, XML and
   * undecodable images are `other`. Throws `MediaUnavailable`.
   */
  sniff(bytes: Uint8Array, requester?: Requester): Promise<SniffedMedia>;
  /**
   * Removes metadata about place, time, author and device from audio or video and keeps everything needed for
   * playback. Modifies its input. Throws `MediaRefused`.
   */
  strip(bytes: Uint8Array, extension: string): Promise<Uint8Array>;
  /**
   * Square JPEGs of exactly these sizes, upright and cropped to the centre. Callers who are not signed in get a lower
   * pixel limit. Throws `MediaRefused`.
   */
  avatar(bytes: Uint8Array, requester?: Requester): Promise<Readonly<Record<AvatarSize, Uint8Array>>>;
  /**
   * One square avatar composed of one to nine others, in the given order. A face is a JPEG of the server's, or the sex
   * of a person without a picture.
   */
  mosaic(faces: readonly (Uint8Array | 0 | 1)[]): Promise<Readonly<Record<AvatarSize, Uint8Array>>>;
  /**
   * The upright picture, at most 4096 pixels per side, and a thumbnail within 350 x 350. Always re-encoded; both have
   * the same extension. Animations stay animated (very long ones are reduced): GIF stays GIF, WebP and animated PNG
   * become WebP. Stills: GIF stays GIF, PNG and other pictures that may be transparent become PNG, the rest JPEG.
   * Throws `MediaRefused`.
   */
  picture(bytes: Uint8Array, requester?: Requester): Promise<PicturePair>;
  /**
   * An upright photo in each of `PHOTO_SIZES`, as JPEGs no larger than the original, with transparency as white. Uses
   * the first frame of an animation. Throws `MediaRefused`.
   */
  photo(bytes: Uint8Array, maxPixels: number, requester?: Requester): Promise<DrawnPhoto>;
  /** A bundled picture by its id in `drawnAvatars`; undefined for other ids. */
  drawnAvatar(id: string): Promise<Readonly<Record<AvatarSize, Uint8Array>> | undefined>;
  /** The first frame as a JPEG, or a drawn placeholder if it cannot be extracted. Rejects no content. */
  poster(video: Uint8Array, extension: string, requester?: Requester): Promise<Uint8Array>;
  /** Reads a video's tracks in a separate process. Throws `MediaUnavailable`. */
  probe(video: Uint8Array, requester?: Requester): Promise<VideoFacts>;
}

/** Properties of a video's tracks; 0 for missing values. */
export interface VideoFacts {
  /** Whether it has a video track. */
  readonly hasPicture: boolean;
  /** Whether the file is truncated. */
  readonly isCutOff: boolean;
  /** Up to the end of the last frame, even if the container does not state it. */
  readonly durationMs: number;
  readonly width: number;
  readonly height: number;
}

/** Longest sides of card photos in pixels, largest first. */
export const PHOTO_SIZES = ['1600', '800', '350'] as const;

/** A photo in its sizes. */
export interface DrawnPhoto {
  readonly sizes: Readonly<Record<(typeof PHOTO_SIZES)[number], Uint8Array>>;
  /** The whole animation as a GIF, if it lasts at most three seconds. */
  readonly animation: Uint8Array | undefined;
}

/** A picture and its thumbnail. */
export interface PicturePair {
  readonly full: PictureRendition;
  readonly thumb: PictureRendition;
}

/**
 * `not_an_image`: of a kind that is not decoded. `too_large`: above `limit`, counted in `unit`. `incomplete`:
 * truncated. `damaged`: starts like a known kind but cannot be read.
 */
export type MediaRefusal = 'not_an_image' | 'too_large' | 'incomplete' | 'damaged';

/** A limit that a file exceeds. */
export interface MediaLimit {
  readonly limit: number;
  /** `parts`: boxes or elements of a container. `seconds`: of processing. */
  readonly unit: 'pixels' | 'frames' | 'parts' | 'seconds';
}

/** Thrown if a file is not valid as the kind that it seems to be. */
export class MediaRefused extends Error {
  readonly reason: MediaRefusal;
  readonly exceeds: MediaLimit | undefined;

  constructor(reason: 'too_large', exceeds: MediaLimit, options?: ErrorOptions);
  constructor(reason: Exclude<MediaRefusal, 'too_large'>, exceeds?: undefined, options?: ErrorOptions);
  constructor(reason: MediaRefusal, exceeds?: MediaLimit, options?: ErrorOptions) {
    super(`The file was refused: ${reason}`, options);
    this.name = 'MediaRefused';
    this.reason = reason;
    this.exceeds = exceeds;
  }
}

/** Thrown if a tool fails because of this machine or a timeout. It implies nothing about the file. */
export class MediaUnavailable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MediaUnavailable';
  }
}

/** A kind of file that clients display or play inline. */
export interface ShownMedia {
  readonly family: Exclude<MediaFamily, 'other'>;
  readonly mime: string;
}

/** Inline media types by extension. Other files are only offered as downloads. */
export const shownMedia: ReadonlyMap<string, ShownMedia> = new Map<string, ShownMedia>([
  ['jpg', { family: 'image', mime: 'image/jpeg' }],
  ['jpeg', { family: 'image', mime: 'image/jpeg' }],
  ['png', { family: 'image', mime: 'image/png' }],
  ['gif', { family: 'image', mime: 'image/gif' }],
  ['webp', { family: 'image', mime: 'image/webp' }],
  ['avif', { family: 'image', mime: 'image/avif' }],
  ['heic', { family: 'image', mime: 'image/heic' }],
  ['mp3', { family: 'audio', mime: 'audio/mpeg' }],
  ['m4a', { family: 'audio', mime: 'audio/mp4' }],
  ['aac', { family: 'audio', mime: 'audio/aac' }],
  ['amr', { family: 'audio', mime: 'audio/amr' }],
  ['wav', { family: 'audio', mime: 'audio/wav' }],
  ['ogg', { family: 'audio', mime: 'audio/ogg' }],
  ['opus', { family: 'audio', mime: 'audio/ogg; codecs=opus' }],
  ['weba', { family: 'audio', mime: 'audio/webm' }],
  ['mka', { family: 'audio', mime: 'audio/x-matroska' }],
  ['3ga', { family: 'audio', mime: 'audio/3gpp' }],
  ['flac', { family: 'audio', mime: 'audio/flac' }],
  ['mp4', { family: 'video', mime: 'video/mp4' }],
  ['mov', { family: 'video', mime: 'video/quicktime' }],
  ['webm', { family: 'video', mime: 'video/webm' }],
  ['3gp', { family: 'video', mime: 'video/3gpp' }],
  ['mkv', { family: 'video', mime: 'video/x-matroska' }],
]);
