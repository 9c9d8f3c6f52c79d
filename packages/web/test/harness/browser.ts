import {
  chromium,
  type Browser,
  type BrowserContext,
  type CDPSession,
  type Page,
  type WebSocketRoute,
} from 'playwright-core';
import { afterAll, afterEach, expect, inject } from 'vitest';
import { findBrowser } from '../../../../scripts/test-programs.mjs';
import { atPace } from '../../../server/test/harness/at-pace.js';
import { useKith, type Kith, type Person } from '../../../server/test/harness/kith.js';
import { VIEWPORTS } from './viewports.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** More arguments of the browser. */
    browserArgs: readonly string[];
  }
}

/** How a page is opened. */
export interface PageOptions {
  readonly viewport?: 'desktop' | 'phone';
  readonly lang?: 'en' | 'zh-Hant' | 'zh-Hans';
  readonly theme?: 'light' | 'dark';
  /** Pixels of the screen for each pixel of the page; 1 by default. */
  readonly scale?: number;
  /** The path to open; the first page by default. */
  readonly path?: string;
  /** Errors that belong to the story, such as those of a network that is off. */
  readonly expects?: RegExp;
  /** The service worker runs. Without it a story loads each file when it is needed, as in a first visit. */
  readonly hasWorker?: boolean;
  /** Changes the browser before the client is opened. */
  readonly prepare?: (context: BrowserContext) => Promise<void>;
  /** Its network can be cut with `setOffline`. */
  readonly canCut?: boolean;
  /** A browser that has run nothing yet: the story measures what a first visit takes. */
  readonly isNew?: boolean;
}

/** A real server, and browsers that use it. */
export interface Web {
  readonly kith: Kith;
  /** Opens the client as somebody who is signed in, in a browser of their own; without a person, signed out. */
  page(person?: Person, options?: PageOptions): Promise<Page>;
  /** Cuts the network of a browser, sockets too, or joins it again. */
  setOffline(page: Page, isOffline: boolean): Promise<void>;
}

/** One for all files of this worker; it ends with the process. */
let launched: Promise<Browser> | undefined;

/** A browser with its page, for one person at a time. */
interface Seat {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly devtools: CDPSession;
  /** Stories whose options have this key may use it; undefined if no other story may. */
  key: string | undefined;
}

/**
 * What no story uses, by its key, for all files of this worker. The process of such a page runs and has compiled the client,
 * which takes three quarters of the processor time of opening it.
 */
const free = new Map<string, Seat[]>();
/** Of the client's origin, with the same policy for openers, so that the process of the page stays; it runs nothing. */
const EMPTY = '/favicon.svg';
/** The members of a page, its browser or clock whose effects nothing takes back: who uses one is the last to use the browser. */
const LASTING = [
  'addInitScript',
  'addLocatorHandler',
  'exposeBinding',
  'exposeFunction',
  'install',
  'newCDPSession',
  'routeFromHAR',
  'routeWebSocket',
  'setDefaultNavigationTimeout',
  'setDefaultTimeout',
  'setExtraHTTPHeaders',
  'setFixedTime',
  'setGeolocation',
  'setHTTPCredentials',
  'setOffline',
  'setSystemTime',
] as const;
/** What stories and the harness listen to. */
const EVENTS = [
  'console',
  'dialog',
  'pageerror',
  'request',
  'requestfailed',
  'requestfinished',
  'response',
] as const;

async function launch(): Promise<Browser> {
  const found = findBrowser();
  const args = [
    // Root may not use the sandbox; the pages are our own.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-dev-shm-usage',
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    ...inject('browserArgs'),
  ];
  if (found !== undefined) return chromium.launch({ executablePath: found, args });
  const { default: packed } = await import('@sparticuz/chromium');
  return chromium.launch({
    executablePath: await packed.executablePath(),
    args: [...packed.args, ...args],
  });
}

/**
 * Starts a server for the tests of a file, and opens pages of the built client. A page fails its test if a script fails,
 * if something is written as an error, if its policy is violated, or if it asks another origin. `options` are those of the
 * server.
 */
export function useBrowser(options: Parameters<typeof useKith>[0] = {}): Web {
  const kith = useKith(options);
  const taken: Seat[] = [];
  const faults: string[] = [];
  const sockets = new Set<WebSocketRoute>();
  /** The browsers whose network is cut. */
  const cut = new Set<BrowserContext>();

  afterEach(async ({ task }) => {
    const found = faults.splice(0);
    cut.clear();
    sockets.clear();
    const isSound = task.result?.state !== 'fail' && found.length === 0;
    await Promise.all(taken.splice(0).map((seat) => giveBack(seat, kith.url, isSound)));
    expect(found).toEqual([]);
  });
  afterAll(() => Promise.all(taken.splice(0).map(({ context }) => context.close())));

  /** A page at the client's origin, which stores only the session. */
  async function takeSeat(person: Person | undefined, options: PageOptions): Promise<Seat> {
    const { viewport = 'desktop', lang = 'en', theme = 'light', scale = 1 } = options;
    const key = `${viewport} ${lang} ${theme} ${scale}`;
    const { hasWorker = false, isNew = hasWorker } = options;
    const seat = isNew
      ? await makeSeat(options, undefined)
      : (free.get(key)?.pop() ?? (await makeSeat(options, key)));
    taken.push(seat);
    await seat.page.setViewportSize(VIEWPORTS[viewport]);
    await seat.page.emulateMedia({
      colorScheme: theme,
      contrast: null,
      forcedColors: null,
      media: null,
      reducedMotion: 'reduce',
    });
    await seat.page.goto(`${kith.url}${EMPTY}`);
    const session = person && {
      token: person.token,
      userId: person.id,
      name: person.username.split('_')[0],
      photo: '',
    };
    if (session)
      await seat.page.evaluate((text) => localStorage.setItem('kith.session', text), JSON.stringify(session));
    return seat;
  }

  function watch(page: Page, expects: RegExp | undefined): void {
    const note = (fault: string) => void (expects?.test(fault) || faults.push(fault));
    page.on('pageerror', (error) => note(`script: ${error.stack ?? error.message}`));
    page.on('console', (message) => message.type() === 'error' && note(`error: ${message.text()}`));
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (/^(http|ws)/.test(url.protocol) && url.origin !== kith.url) note(`foreign: ${url.href}`);
    });
  }

  return {
    kith,
    page: async (person, options = {}) => {
      const { context, page, devtools } = await takeSeat(person, options);
      if (options.canCut)
        await context.routeWebSocket(/\/ws$/, (socket) => {
          if (cut.has(context)) return void socket.close();
          socket.connectToServer();
          sockets.add(socket);
        });
      await options.prepare?.(context);
      watch(page, options.expects);
      await page.goto(`${kith.url}${options.path ?? '/'}`);
      await devtools.send('Page.resetNavigationHistory');
      return page;
    },
    setOffline: async (page, isOffline) => {
      if (isOffline) cut.add(page.context());
      else cut.delete(page.context());
      await page.context().setOffline(isOffline);
      // The browser would let what is open run on.
      if (isOffline) await Promise.all([...sockets].map((socket) => socket.close()));
    },
  };
}

async function makeSeat(
  { viewport = 'desktop', lang = 'en', theme = 'light', scale = 1, hasWorker }: PageOptions,
  key: string | undefined,
): Promise<Seat> {
  launched ??= launch();
  const context = await (
    await launched
  ).newContext({
    viewport: VIEWPORTS[viewport],
    hasTouch: viewport === 'phone',
    isMobile: viewport === 'phone',
    deviceScaleFactor: scale,
    locale: lang === 'en' ? 'en-GB' : lang,
    colorScheme: theme,
    reducedMotion: 'reduce',
    serviceWorkers: hasWorker ? 'allow' : 'block',
  });
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
      throw new Error(`policy: ${violatedDirective} ${blockedURI} ${sample}`); // a `pageerror`
    });
  });
  const page = await context.newPage();
  page.setDefaultTimeout(atPace(10_000));
  const seat: Seat = { context, page, devtools: await context.newCDPSession(page), key };
  for (const target of [page, context, context.clock])
    for (const name of LASTING) {
      const member: unknown = Reflect.get(target, name);
      const get = () => {
        seat.key = undefined;
        return member;
      };
      if (member !== undefined) Object.defineProperty(target, name, { get });
    }
  return seat;
}

/** Keeps a browser for other stories, without what this one has left in it; after a failure closes it. */
async function giveBack(seat: Seat, origin: string, isSound: boolean): Promise<void> {
  const { context, page, devtools, key } = seat;
  if (key === undefined || !isSound || page.isClosed()) return context.close();
  const others = context.pages().filter((other) => other !== page);
  await Promise.all(others.map((other) => other.close()));
  for (const target of [page, context]) {
    for (const event of EVENTS) target.removeAllListeners(event);
    await target.unrouteAll({ behavior: 'ignoreErrors' });
  }
  await page.goto(`${origin}${EMPTY}`);
  await page.mouse.up();
  await page.mouse.move(0, 0);
  await page.evaluate(() => {
    window.name = '';
    for (const storage of [localStorage, sessionStorage]) storage.clear();
  });
  const storageTypes = 'indexeddb,cache_storage';
  await Promise.all([
    devtools.send('Storage.clearDataForOrigin', { origin, storageTypes }),
    context.clearCookies(),
    context.clearPermissions(),
  ]);
  free.set(key, [...(free.get(key) ?? []), seat]);
}
