import { bounds, cleanProse, DomainError, invalid } from '../kernel/index.js';

/** The content of a moment to be posted. */
export interface MomentContent {
  readonly text: string;
  /** Common prefixes of its files' names, in display order. */
  readonly fileIds: readonly string[];
}

/**
 * Parses a moment's content as clients send it: `text`, the names of uploaded files in `value`, and that of a video in
 * `video_path`; ignores other members. Throws `invalid`.
 */
export function readContent(content: unknown): MomentContent {
  if (typeof content !== 'object' || content === null || Array.isArray(content)) throw invalid('content');
  const { text = '', value = [], video_path = '' } = content as Record<string, unknown>;
  if (typeof text !== 'string') throw invalid('content.text');
  const words = cleanProse('content.text', text, {
    max: bounds.text.momentCharacters,
    min: 0,
    keepsEnds: true,
  });
  const names: unknown[] = [...(Array.isArray(value) ? (value as unknown[]) : [value]), video_path];
  // The names of a picture, its thumbnail, a video and its still share a prefix and denote one file.
  const fileIds = [...new Set(names.filter((name) => !isNothing(name)).map(fileIdOf))];
  if (fileIds.length > bounds.list.momentPictures) throw invalid('content.value', 'moment_files');
  if (fileIds.length === 0 && words === '') throw invalid('content', 'moment_empty');
  return { text: words, fileIds };
}

/** Cleans a comment for storage: trimmed, 1 to 500 characters. Throws `invalid`. */
export function cleanComment(text: string): string {
  return cleanProse('message', text, { max: bounds.text.momentCommentCharacters });
}

/** Rejects combinations of files that a moment cannot have. Throws `invalid`. */
export function checkFiles(files: readonly { readonly isVideo: boolean }[]): void {
  const isGood = files.some((file) => file.isVideo)
    ? files.length === 1
    : files.length <= bounds.list.momentPictures;
  if (!isGood) throw invalid('content.value', 'moment_files');
}

function fileIdOf(name: unknown): string {
  const fileId =
    typeof name === 'string'
      ? /^([0-9a-f]{32})(?:_thumb)?\.[0-9a-z]{1,8}$/i.exec(name)?.[1]?.toLowerCase()
      : undefined;
  // The server cannot have issued this name.
  if (fileId === undefined) throw new DomainError('not_found');
  return fileId;
}

function isNothing(name: unknown): boolean {
  return name === undefined || name === null || name === '';
}
