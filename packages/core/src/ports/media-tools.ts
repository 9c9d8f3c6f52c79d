import type { Requester } from './requester.js';

/** What a file is, as far as showing it goes. */
export type MediaFamily = 'image' | 'audio' | 'video' | 'other';

/** What is wrong with a file that begins like a known kind. */
export type MediaFault = 'damaged' | 'incomplete';

/** What the content of a file says that it is; its name was not asked. */
export interface SniffedMedia {
  readonly family: MediaFamily;
  readonly mime: string;
  /** Without a dot; `bin` when the content is not of a known kind. */
  readonly extension: string;
  /** It begins like sound or video, but its tracks cannot be found. */
  readonly fault?: MediaFault;
}

/** A picture that we have encoded ourselves. */
export interface PictureRendition {
  readonly bytes: Uint8Array;
  /** Without a dot: `jpg`, `png`, `gif` or `webp`. */
  readonly extension: string;
  readonly width: number;
  readonly height: number;
}

/** The side of each square in which every avatar exists; clients swap one for another in its URL. */
export type AvatarSize = '70' | '90' | '300';

/** Ids of the pictures from which people choose one when they register. */
export const drawnAvatars: readonly string[] = ['1', '2', '3', '4', '5', '6'];

/**
 * Looks into files of strangers. Nothing that comes out carries a byte of the input's metadata.
 * Time and memory are bounded, whatever the input: few pictures are worked on at once and few wait, fairly for each
 * requester. What finds no place is refused with `unavailable` or `too_many_requests` and `retryMs`. Work without an requester
 * is the server's own and is not refused.
 */
export interface MediaTools {
  /**
   * Tells by content only; the tracks of a container decide whether it is sound or video. SVG, HTML and XML are `other`,
   * and so is an image that cannot be decoded here. Throws `MediaUnavailable`.
   */
  sniff(bytes: Uint8Array, requester?: Requester): Promise<SniffedMedia>;
  /**
   * Sound or video without what says where, when, by whom and with what it was recorded; with everything that playing
   * needs. Changes the bytes that it is given. Throws `MediaRefused`.
   */
  strip(bytes: Uint8Array, extension: string): Promise<Uint8Array>;
  /** Square JPEGs cut from the middle, upright, of exactly these sizes. Of a stranger it takes fewer pixels. Throws `MediaRefused`. */
  avatar(bytes: Uint8Array, requester?: Requester): Promise<Readonly<Record<AvatarSize, Uint8Array>>>;
  /**
   * One square avatar made of one to nine others, in the order given. A face is a JPEG of ours, or the sex of
   * somebody who has none.
   */
  mosaic(faces: readonly (Uint8Array | 0 | 1)[]): Promise<Readonly<Record<AvatarSize, Uint8Array>>>;
  /**
   * The picture, upright and at most 4096 pixels on a side, and one inside 350 x 350. Always encoded
   * anew; both have the same extension. Animations stay what they are (smaller when they are very long): GIF is GIF, WebP
   * and animated PNG are WebP. Of stills GIF is GIF, PNG and whatever may be transparent is PNG, the rest is JPEG. Throws `MediaRefused`.
   */
  picture(bytes: Uint8Array, requester?: Requester): Promise<PicturePair>;
  /**
   * A photo upright and in every one of `PHOTO_SIZES`, each a JPEG no larger than the picture was; what is transparent
   * is white. Of an animation it is the first frame. Throws `MediaRefused`.
   */
  photo(bytes: Uint8Array, maxPixels: number, requester?: Requester): Promise<DrawnPhoto>;
  /** A picture that ships with the product, by its id in `drawnAvatars`; undefined for any other id. */
  drawnAvatar(id: string): Promise<Readonly<Record<AvatarSize, Uint8Array>> | undefined>;
  /** The first frame as a JPEG, or a drawn stand-in when there is no means to get it. Refuses no content. */
  poster(video: Uint8Array, extension: string, requester?: Requester): Promise<Uint8Array>;
  /** What the tracks of a video say, read in a process of its own. Throws `MediaUnavailable`. */
  probe(video: Uint8Array, requester?: Requester): Promise<VideoFacts>;
}

/** What the tracks of a video say; 0 for what they do not say. */
export interface VideoFacts {
  /** Whether a track of it is moving pictures. */
  readonly hasPicture: boolean;
  /** Whether the file ends before its parts do. */
  readonly isCutOff: boolean;
  /** Up to the end of the last frame, also where the container does not state it. */
  readonly durationMs: number;
  readonly width: number;
  readonly height: number;
}

/** The longest sides in which the photos of cards exist, largest first. */
export const PHOTO_SIZES = ['1600', '800', '350'] as const;

/** A photo in its sizes. */
export interface DrawnPhoto {
  readonly sizes: Readonly<Record<(typeof PHOTO_SIZES)[number], Uint8Array>>;
  /** Of an animation of at most three seconds: the whole of it, as a GIF. */
  readonly animation: Uint8Array | undefined;
}

/** A picture and its thumbnail. */
export interface PicturePair {
  readonly full: PictureRendition;
  readonly thumb: PictureRendition;
}

/**
 * `not_an_image`: not of a kind that is decoded here. `too_large`: more than `limit` allows, counted in `unit`.
 * `incomplete`: it ends before its parts do. `damaged`: it begins like a known kind but cannot be read.
 */
export type MediaRefusal = 'not_an_image' | 'too_large' | 'incomplete' | 'damaged';

/** What a file may have too much of. */
export interface MediaLimit {
  readonly limit: number;
  /** `parts`: boxes or elements of a container. `seconds`: of work. */
  readonly unit: 'pixels' | 'frames' | 'parts' | 'seconds';
}

/** A file is not accepted as what it seems to be. */
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

/** A tool did not do its work, for a reason that lies in this machine or in the time that it may take. Nothing is known of the file. */
export class MediaUnavailable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MediaUnavailable';
  }
}

/** A kind of file that people see or hear in place. */
export interface ShownMedia {
  readonly family: Exclude<MediaFamily, 'other'>;
  readonly mime: string;
}

/** By extension, what may be shown in place. Everything else is only ever offered as a download. */
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
