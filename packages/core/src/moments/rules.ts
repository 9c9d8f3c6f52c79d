import { bounds, cleanProse, DomainError, invalid } from '../kernel/index.js';

/** What a client wants to post. */
export interface MomentContent {
  readonly text: string;
  /** What the names of its files begin with, in the order in which they are shown. */
  readonly stems: readonly string[];
}

/**
 * A moment's content as clients send it: `text`, the names of uploaded files in `value` and that of a video in
 * `video_path`; what else is in it is passed over. Throws `invalid`.
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
  // A picture, its thumbnail, a video and its still are names of one file when they begin alike.
  const stems = [...new Set(names.filter((name) => !isNothing(name)).map(stemOf))];
  if (stems.length > bounds.list.momentPictures) throw invalid('content.value', 'moment_files');
  if (stems.length === 0 && words === '') throw invalid('content', 'moment_empty');
  return { text: words, stems };
}

/** A comment as it is stored: trimmed, 1 to 500 characters. Throws `invalid`. */
export function cleanComment(text: string): string {
  return cleanProse('message', text, { max: bounds.text.momentCommentCharacters });
}

/** Refuses files that no moment can have together. */
export function checkFiles(files: readonly { readonly isVideo: boolean }[]): void {
  const isGood = files.some((file) => file.isVideo)
    ? files.length === 1
    : files.length <= bounds.list.momentPictures;
  if (!isGood) throw invalid('content.value', 'moment_files');
}

function stemOf(name: unknown): string {
  const stem =
    typeof name === 'string'
      ? /^([0-9a-f]{32})(?:_thumb)?\.[0-9a-z]{1,8}$/i.exec(name)?.[1]?.toLowerCase()
      : undefined;
  // A name that we cannot have made is one of nothing.
  if (stem === undefined) throw new DomainError('not_found');
  return stem;
}

function isNothing(name: unknown): boolean {
  return name === undefined || name === null || name === '';
}
