import { fileURLToPath } from 'node:url';

/** The files that ship with the server. */
export const ASSETS = fileURLToPath(new URL('../../assets/', import.meta.url));

/** The built web client. */
export const WEB = fileURLToPath(new URL('../../web/', import.meta.url));
