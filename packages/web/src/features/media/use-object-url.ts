import { useCallback, type RefCallback } from 'react';

/** A ref that lets an element show a file of this browser. */
export function useObjectUrl(file: Blob): RefCallback<HTMLImageElement | HTMLVideoElement> {
  return useCallback(
    (element) => {
      if (!element) return undefined;
      const url = URL.createObjectURL(file);
      element.src = url;
      return () => URL.revokeObjectURL(url);
    },
    [file],
  );
}
