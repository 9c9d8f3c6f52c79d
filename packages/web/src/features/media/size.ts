/** The room of a picture in a chat. */
const MOST = { width: 360, height: 420 };
/** So that there is something to see and to press, however long and thin it is. */
const LEAST = 96;

/** The size of a picture in a chat, known before it is loaded; a square if nobody knows its proportion. */
export function sizeIn(width: number, height: number): { readonly width: number; readonly height: number } {
  if (width <= 0 || height <= 0) return { width: 240, height: 240 };
  const scale = Math.min(1, MOST.width / width, MOST.height / height);
  const fit = (side: number) => Math.max(LEAST, Math.round(side * scale));
  return { width: fit(width), height: fit(height) };
}
