import { cleanPicture, cleanPort, cleanTitle, cleanUrl } from './rules.js';
import type { LinkContent } from './store.js';

/** Cleans a link for storage. Throws `invalid`. */
export function cleanLink<T extends LinkContent>(link: T): T {
  return {
    ...link,
    name: cleanTitle('name', link.name),
    url: cleanUrl(link.url),
    port: cleanPort(link.port),
    picture: cleanPicture(link.picture),
  };
}
