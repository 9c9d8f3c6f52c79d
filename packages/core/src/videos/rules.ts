import {
  bounds,
  cleanLine,
  cleanProse,
  DomainError,
  type ErrorCode,
  type TenantSettings,
  type ValueRule,
} from '../kernel/index.js';
import type { SniffedMedia, VideoFacts } from '../ports/index.js';

/** Rows per page of every video list. */
export const PER_PAGE = 15;

const EXTENSIONS = new Set(['mp4', 'mov', 'webm']);

/**
 * Rejects files that cannot be short videos, before the costly examination. Throws `unsupported_media` or `too_large`.
 */
export function checkVideoFile(sniffed: SniffedMedia, sizeBytes: number, settings: TenantSettings): void {
  if (sniffed.fault) throw refusal('unsupported_media', `video_${sniffed.fault}`);
  if (sniffed.family === 'audio') throw refusal('unsupported_media', 'video_sound_only');
  if (!EXTENSIONS.has(sniffed.extension)) throw refusal('unsupported_media', 'video_kind');
  if (sizeBytes > settings.videoMaxBytes) {
    throw refusal('too_large', 'video_bytes', Math.floor(settings.videoMaxBytes / (1024 * 1024)));
  }
}

/** Rejects a video because of its tracks. Throws `unsupported_media` or `too_large`. */
export function checkVideoFacts(facts: VideoFacts, settings: TenantSettings): void {
  if (facts.isCutOff) throw refusal('unsupported_media', 'video_incomplete');
  if (!facts.hasPicture && facts.durationMs > 0) throw refusal('unsupported_media', 'video_sound_only');
  if (!facts.hasPicture) throw refusal('unsupported_media', 'video_damaged');
  if (facts.durationMs === 0) throw refusal('unsupported_media', 'video_no_duration');
  if (facts.durationMs > settings.videoMaxSeconds * 1000) {
    throw refusal('too_large', 'video_seconds', settings.videoMaxSeconds);
  }
  const sides = [facts.width, facts.height];
  if (sides.some((side) => side < bounds.file.videoMinSidePixels || side > bounds.file.videoMaxSidePixels)) {
    throw refusal('too_large', 'video_pixels', bounds.file.videoMaxSidePixels);
  }
}

/** Cleans a title for storage; it may be empty. Throws `invalid`. */
export function cleanTitle(title: string): string {
  return cleanLine('title', title, { max: bounds.text.videoTitleCharacters, min: 0 });
}

/** Cleans a comment for storage. Throws `invalid`. */
export function cleanComment(content: string): string {
  return cleanProse('content', content, { max: bounds.text.videoCommentCharacters });
}

/** Cleans a category's name for storage. Throws `invalid`. */
export function cleanCategory(name: string): string {
  return cleanLine('name', name, { max: bounds.text.videoCategoryCharacters });
}

/**
 * The page to serve for a requested one. The page after the last is empty, which shows the end to scrolling clients;
 * requests beyond it get the last page, as the Chat API documents.
 */
export function pageToServe(asked: number, total: number): number {
  const last = Math.ceil(total / PER_PAGE);
  return Math.max(1, asked > last + 1 ? last : asked);
}

/** The name of a video's still. */
export function stillOf(file: string): string {
  return file.replace(/\.\w+$/, '.jpeg');
}

function refusal(code: ErrorCode, rule: ValueRule, limit?: number): DomainError {
  return new DomainError(code, `The video breaks the rule ${rule}.`, {
    field: 'file',
    rule,
    ...(limit !== undefined && { limit }),
  });
}
