import type { IOptions } from 'sanitize-html';
import type { HtmlCleaner } from '@kith/core/ports';

const colour = /^(?:#[0-9a-f]{3,8}|rgba?\([\d\s.,%]{1,40}\)|[a-z]{1,20})$/i;

// Of the attributes with addresses, only `href` and `src` are allowed: the library checks no others.
const options: IOptions = {
  allowedTags: [
    'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'div', 'span', 'br', 'hr', 'blockquote', 'pre', 'code', 'ul', 'ol', 'li',
    'b', 'strong', 'i', 'em', 'u', 's', 'del', 'sub', 'sup', 'small', 'mark', 'a', 'img', 'figure', 'figcaption',
    'table', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td', 'caption',
  ], // prettier-ignore
  allowedAttributes: {
    '*': ['style'],
    a: ['href', 'title'],
    img: ['src', 'alt', 'width', 'height'],
    td: ['colspan', 'rowspan'],
    th: ['colspan', 'rowspan'],
  },
  allowedStyles: {
    '*': {
      color: [colour],
      'background-color': [colour],
      'text-align': [/^(?:left|right|center|justify)$/],
      'font-weight': [/^(?:bold|normal|[1-9]00)$/],
      'font-style': [/^(?:italic|normal)$/],
      'text-decoration': [/^(?:underline|line-through|none)$/],
      'font-size': [/^\d{1,2}(?:\.\d+)?(?:px|pt|em|rem)$/],
    },
  },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['http', 'https'] },
  allowProtocolRelative: false,
};

/** An allow-list of basic formatting. Cleaning is idempotent. */
export function makeHtmlCleaner(): HtmlCleaner {
  return {
    clean: async (html) => {
      // Loaded with the first text: a server may never clean one.
      const { default: sanitizeHtml } = await import('sanitize-html');
      return sanitizeHtml(html, options);
    },
  };
}
