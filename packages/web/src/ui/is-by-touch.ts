/** Whether a finger is the main way to point: then a field that takes the focus by itself opens a keyboard over the page. */
export function isByTouch(): boolean {
  return matchMedia('(pointer: coarse)').matches;
}
