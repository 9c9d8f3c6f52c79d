/** The path of a picture on this server: behind a proxy, the address that the server knows may be another one. */
export function pathOf(url: string): string {
  const { pathname, search } = new URL(url, location.origin);
  return pathname + search;
}

/** The path of a photo in a width of 350, 800 or 1600 pixels at most. */
export function photoPath(url: string, width: 350 | 800 | 1600): string {
  return pathOf(url).replace(/(1600\.jpg|animated\.gif)(?=\?|$)/, `${width}.jpg`);
}
