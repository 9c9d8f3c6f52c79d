/** Written into the script by the build: all files of this version, and the paths of its pages. */
declare const KITH_BUILD: {
  readonly version: string;
  readonly files: readonly string[];
  readonly paths: readonly string[];
};

const PREFIX = 'kith-files-';
const CACHE = PREFIX + KITH_BUILD.version;
/** The page; the server answers all paths of pages with it. */
const PAGE = '/';
const files = new Set(KITH_BUILD.files);
const pages = KITH_BUILD.paths.map((path) => new RegExp(`^${path.replaceAll(/\$\w+/g, '[^/]+')}/?$`));

/** Stores the files of this version, without large ones. Their names contain their hashes, except the page. */
export async function installFiles(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll([new Request(PAGE, { cache: 'reload' }), ...KITH_BUILD.files]);
}

/** Removes earlier versions but the last one, which other tabs may still show. */
export async function removeOldFiles(): Promise<void> {
  const earlier = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(earlier.slice(0, -1).map((name) => caches.delete(name)));
}

/** Answers requests for pages and files from what is stored; everything else goes to the server. */
export function answerFetch(event: FetchEvent): void {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== 'GET' || origin !== location.origin) return;
  if (mode === 'navigate') {
    if (isPage(pathname)) event.respondWith(findPage(event.request));
  } else if (files.has(pathname) || pathname.startsWith('/app/')) event.respondWith(findFile(event.request));
}

/** Whether a path is one of the client's pages. */
export function isPage(path: string): boolean {
  return pages.some((page) => page.test(path));
}

async function findPage(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  return (await cache.match(PAGE)) ?? fetch(request);
}

/** Also of another version: a tab may still show the last one. What was not stored at first is from now on. */
async function findFile(request: Request): Promise<Response> {
  const stored = await caches.match(request, { ignoreVary: true });
  if (stored) return stored;
  const response = await fetch(request);
  if (response.ok) await (await caches.open(CACHE)).put(request, response.clone());
  return response;
}
