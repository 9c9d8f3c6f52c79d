import { chromium, type Browser, type BrowserContext, type Page, type WebSocketRoute } from 'playwright-core';
import { afterAll, afterEach, expect } from 'vitest';
import { findBrowser } from '../../../../scripts/test-programs.mjs';
import { useKith, type Kith, type Person } from '../../../server/test/harness/kith.js';
import { VIEWPORTS } from './viewports.js';

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

async function launch(): Promise<Browser> {
  const found = findBrowser();
  const args = [
    // Root may not use the sandbox; the pages are our own.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-dev-shm-usage',
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
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
  const contexts: BrowserContext[] = [];
  const faults: string[] = [];
  const sockets = new Set<WebSocketRoute>();
  /** The browsers whose network is cut. */
  const cut = new Set<BrowserContext>();

  afterEach(async () => {
    const found = faults.splice(0);
    cut.clear();
    sockets.clear();
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    expect(found).toEqual([]);
  });
  afterAll(() => Promise.all(contexts.splice(0).map((context) => context.close())));

  async function openContext(person: Person | undefined, options: PageOptions): Promise<BrowserContext> {
    const { viewport = 'desktop', lang = 'en', theme = 'light' } = options;
    const session = person && {
      token: person.token,
      userId: person.id,
      name: person.username.split('_')[0],
      photo: '',
    };
    launched ??= launch();
    const context = await (
      await launched
    ).newContext({
      viewport: VIEWPORTS[viewport],
      hasTouch: viewport === 'phone',
      isMobile: viewport === 'phone',
      deviceScaleFactor: options.scale ?? 1,
      locale: lang === 'en' ? 'en-GB' : lang,
      colorScheme: theme,
      reducedMotion: 'reduce',
      serviceWorkers: options.hasWorker ? 'allow' : 'block',
      storageState: {
        cookies: [],
        origins: session
          ? [
              {
                origin: kith.url,
                localStorage: [{ name: 'kith.session', value: JSON.stringify(session) }],
              },
            ]
          : [],
      },
    });
    contexts.push(context);
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
        throw new Error(`policy: ${violatedDirective} ${blockedURI} ${sample}`); // a `pageerror`
      });
    });
    return context;
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
      const context = await openContext(person, options);
      if (options.canCut)
        await context.routeWebSocket(/\/ws$/, (socket) => {
          if (cut.has(context)) return void socket.close();
          socket.connectToServer();
          sockets.add(socket);
        });
      await options.prepare?.(context);
      const page = await context.newPage();
      page.setDefaultTimeout(10_000);
      watch(page, options.expects);
      await page.goto(`${kith.url}${options.path ?? '/'}`);
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
