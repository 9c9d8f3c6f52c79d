import { lazy } from 'react';

// Loaded when they open.
export const GreetSheet = lazy(() =>
  import('./greet-sheet.js').then((file) => ({ default: file.GreetSheet })),
);
export const BlockSheet = lazy(() =>
  import('./block-sheet.js').then((file) => ({ default: file.BlockSheet })),
);
