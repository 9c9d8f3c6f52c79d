import { getSchema, type JSONContent } from '@tiptap/core';
import { Image } from '@tiptap/extension-image';
import { DOMParser, Slice } from '@tiptap/pm/model';
import { StarterKit } from '@tiptap/starter-kit';
import { cleanHtml } from '../../../ui/clean-html.js';

/** What the editor can write. It injects no styles: those of the page apply. */
export const EXTENSIONS = [
  StarterKit.configure({
    dropcursor: false,
    gapcursor: false,
    trailingNode: false,
    link: { openOnClick: false, defaultProtocol: 'https', protocols: ['mailto', 'tel'] },
  }),
  Image,
];

const parser = DOMParser.fromSchema(getSchema(EXTENSIONS));

/**
 * HTML as content of the editor. It is cleaned like in the app of the members and becomes nodes there, so that no text
 * becomes markup in this page.
 */
export async function readHtml(html: string): Promise<JSONContent> {
  return parser.parse(await cleanHtml(html)).toJSON() as JSONContent;
}

/** HTML from the clipboard as a part of an article. */
export async function readPasted(html: string, of: DOMParser): Promise<Slice> {
  return of.parseSlice(await cleanHtml(html));
}

const KNOWN =
  'p, h1, h2, h3, h4, h5, h6, ul, ol, li, blockquote, pre, code, strong, b, em, i, u, s, del, a, img, br, hr';

/** Whether the editor would keep everything that the server keeps of this HTML. */
export async function isEditable(html: string): Promise<boolean> {
  if (/\sstyle=/i.test(html)) return false;
  return [...(await cleanHtml(html)).querySelectorAll('*')].every((element) => element.matches(KNOWN));
}
