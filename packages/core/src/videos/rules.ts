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

export const PER_PAGE = 15;

const EXTENSIONS = new Set(['mp4', 'mov', 'webm']);

/** Refuses what cannot be a short video, before it costs anything to look inside. */
export function checkVideoFile(sniffed: SniffedMedia, sizeBytes: number, settings: TenantSettings): void {
  if (sniffed.fault) throw refusal('unsupported_media', `video_${sniffed.fault}`);
  if (sniffed.family === 'audio') throw refusal('unsupported_media', 'video_sound_only');
  if (!EXTENSIONS.has(sniffed.extension)) throw refusal('unsupported_media', 'video_kind');
  if (sizeBytes > settings.videoMaxBytes) {
    throw refusal('too_large', 'video_bytes', Math.floor(settings.videoMaxBytes / (1024 * 1024)));
  }
}

/** Refuses a video for what its tracks say. */
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

/** A title as it is stored; it may be empty. Throws `invalid`. */
export function cleanTitle(title: string): string {
  return cleanLine('title', title, { max: bounds.text.videoTitleCharacters, min: 0 });
}

/** A comment as it is stored. Throws `invalid`. */
export function cleanComment(content: string): string {
  return cleanProse('content', content, { max: bounds.text.videoCommentCharacters });
}

/** A category's name as it is stored. Throws `invalid`. */
export function cleanCategory(name: string): string {
  return cleanLine('name', name, { max: bounds.text.videoCategoryCharacters });
}

/**
 * The page that is served for the one asked for. The page behind the last one is empty, which is how people
 * who scroll find the end; farther out stands the last one, as the Chat API's document shows it.
 */
export function pageToServe(asked: number, total: number): number {
  const last = Math.ceil(total / PER_PAGE);
  return Math.max(1, asked > last + 1 ? last : asked);
}

/** The name of the still that was drawn for a video. */
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
