import { lazy } from 'react';

export { findEmoji, type FoundEmoji } from './find-emoji.js';
export { useAddSticker, type PickedSticker } from './use-stickers.js';
// Loaded when it opens.
export const EmojiPopover = lazy(() =>
  import('./emoji-popover.js').then((file) => ({ default: file.EmojiPopover })),
);
