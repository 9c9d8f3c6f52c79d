import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { GROUP_CHAT, groupChat, screensOf, visit, type Screen } from './screens.js';
import { VIEWPORTS } from './viewports.js';
import type { World } from './world.js';

/** Something that opens above a page. */
export interface Layer {
  readonly name: string;
  /** Opens it, by the pointer, and returns what is there then. */
  readonly open: (page: Page) => Promise<Locator>;
  /** Closes it; by default with Escape. */
  readonly close?: (page: Page) => Promise<void>;
}

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();
const choose = (page: Page, name: string) => page.getByRole('menuitem', { name, exact: true }).click();
const dialog = (page: Page, name: string | RegExp) => page.getByRole('dialog', { name });
const menu = (page: Page, name: string | RegExp) => page.getByRole('menu', { name });

/** A layer that a button opens, or a button and an item of its menu. */
function byButton(name: string | RegExp, shown: (page: Page) => Locator, item?: string): Layer {
  return {
    name: item === undefined ? String(name) : `${String(name)}, ${item}`,
    open: async (page) => {
      await press(page, name);
      if (item !== undefined) await choose(page, item);
      return shown(page);
    },
  };
}

/** A layer that a secondary click opens, or that click and an item of the menu. */
function byMenuOf(target: (page: Page) => Locator, shown: (page: Page) => Locator, item?: string): Layer {
  return {
    name: item ?? 'the menu of a row',
    open: async (page) => {
      await target(page).first().click({ button: 'right' });
      if (item !== undefined) await choose(page, item);
      return shown(page);
    },
  };
}

function byKeys(keys: string, shown: (page: Page) => Locator): Layer {
  return {
    name: keys,
    open: async (page) => {
      await page
        .getByRole('link', { name: /^Chats/ })
        .first()
        .focus();
      await page.keyboard.press(keys);
      return shown(page);
    },
  };
}

const row = (page: Page) => page.getByRole('link', { name: /^bo/ });
const message = (page: Page) => page.getByRole('region', { name: 'Messages' }).getByText('Tea at five?');

/** The layers of each page. */
const LAYERS: Readonly<Record<string, readonly Layer[]>> = {
  '/chats': [
    byMenuOf(row, (page) => menu(page, 'Actions for bo')),
    byMenuOf(row, (page) => dialog(page, /^Clear the history/), 'Clear the history'),
    byButton('New group', (page) => dialog(page, 'New group')),
    byKeys('Control+k', (page) => page.getByRole('combobox')),
    byKeys('?', (page) => dialog(page, 'Keys')),
  ],
  '/chats/$listId': [
    byButton('Send something else', (page) => menu(page, 'Send something else')),
    byButton('Send something else', (page) => dialog(page, 'Location'), 'Location'),
    byButton('Send something else', (page) => dialog(page, 'Send a contact'), 'Contact'),
    byButton('Insert an emoji', (page) => page.getByRole('row').first()),
    {
      name: 'stickers',
      open: async (page) => {
        await press(page, 'Insert an emoji');
        await press(page, 'Stickers');
        return page.getByText('No stickers yet');
      },
    },
    byButton('Call', (page) => menu(page, 'Call')),
    byMenuOf(message, (page) => menu(page, 'Actions for this message')),
    byMenuOf(
      message,
      (page) => page.getByRole('list', { name: 'Who reacted' }).getByText('👍'),
      'Who reacted',
    ),
    byMenuOf(message, (page) => dialog(page, /^Forward/), 'Forward'),
    byMenuOf(message, (page) => dialog(page, 'Report bo'), 'Report'),
    byMenuOf(message, (page) => page.getByText('1 selected'), 'Select'),
    byMenuOf(message, (page) => page.getByText('Reply to bo'), 'Reply'),
    byButton('Open the picture', (page) => page.getByRole('button', { name: 'Zoom in' })),
    byButton('Search in this chat', (page) => page.getByRole('button', { name: 'Go to a day' })),
    {
      name: 'Go to a day',
      open: async (page) => {
        await press(page, 'Search in this chat');
        await press(page, 'Go to a day');
        return dialog(page, 'Go to a day');
      },
    },
    {
      ...byButton('Record a voice message', (page) => page.getByRole('button', { name: 'Stop and listen' })),
      close: (page) => press(page, 'Discard the recording'),
    },
  ],
  [GROUP_CHAT]: [
    byButton(/details of the group/, (page) => page.getByRole('link', { name: 'ada (you) Owner' })),
    ...(
      [
        ['Add', (page) => dialog(page, 'Add')],
        ['Invite', (page) => page.getByRole('img', { name: 'QR code of the link' })],
        ['Actions for bo', (page) => menu(page, 'Actions for bo')],
        ['Write a notice', (page) => dialog(page, 'Notice board')],
        ['Leave the group', (page) => dialog(page, /^Leave/)],
      ] as const satisfies [string, (page: Page) => Locator][]
    ).map(([name, shown]): Layer => ({
      name,
      open: async (page) => {
        await press(page, /details of the group/);
        await press(page, name);
        return shown(page);
      },
    })),
    {
      name: 'a mention',
      open: async (page) => {
        await page.getByLabel('Message', { exact: true }).fill('@');
        return page.getByRole('listbox', { name: 'Suggestions' });
      },
    },
  ],
  '/contacts/add': [byButton('Scan a code', (page) => dialog(page, 'Scan a code'))],
  '/contacts/$userId': [
    byButton('Remove friend', (page) => dialog(page, /^Remove bo/)),
    byButton('More', (page) => menu(page, 'More')),
    byButton('More', (page) => dialog(page, 'Report bo'), 'Report'),
  ],
  '/discover': [
    byButton(/^What is left today/, (page) => dialog(page, 'What is left today')),
    byButton(/^Wave at dee/, (page) => dialog(page, 'Wave at dee')),
  ],
  '/discover/$userId': [
    byButton('More', (page) => menu(page, 'More')),
    byButton('More', (page) => dialog(page, 'Block dee?'), 'Block'),
  ],
  '/strangers': [
    byButton('More about cy', (page) => menu(page, 'More about cy')),
    byButton('Wave back', (page) => dialog(page, 'Wave at cy')),
  ],
  '/moments': [byButton('Delete', (page) => dialog(page, 'Delete'))],
  '/videos': [
    byButton('Upload a video', (page) => dialog(page, 'Upload a video')),
    byButton('Comments, 0', (page) => dialog(page, 'Comments')),
  ],
  '/favourites': [byButton('Remove', (page) => dialog(page, 'Remove this saved message?'))],
  '/me/data': [byButton('Delete my account …', (page) => dialog(page, 'Delete my account'))],
};

/**
 * Opens all layers on their pages, looks at each, and closes it. What had the focus, or took its place, has it then. `look`
 * is told the name of the layer and how many were opened before.
 */
export async function openLayers(
  page: Page,
  world: World,
  look: (name: string, index: number) => Promise<void>,
): Promise<void> {
  const screens = [...screensOf(world), groupChat(world)];
  let index = 0;
  let last: Screen | undefined;
  for (const screen of screens)
    for (const { name, open, close = byEscape } of LAYERS[screen.route] ?? []) {
      // The details of a group stay open below what was opened in them.
      if (screen !== last || screen.route === GROUP_CHAT) {
        await visit(page, elsewhere);
        await visit(page, screen);
      }
      last = screen;
      const opened = await open(page);
      await opened.waitFor();
      await look(`${screen.route}, ${name}`, index++);
      await page.setViewportSize(VIEWPORTS.desktop);
      await close(page);
      await opened.waitFor({ state: 'hidden' });
      const isLost = () => page.evaluate(() => document.activeElement === document.body);
      await expect.poll(isLost, { message: `${screen.route}, ${name}: the focus is lost` }).toBe(false);
    }
}

const byEscape = (page: Page) => page.keyboard.press('Escape');

/** What is open on one page is gone on another. */
const elsewhere = {
  path: '/me/about',
  shown: (page: Page) => page.getByText('Libraries and their licences'),
};
