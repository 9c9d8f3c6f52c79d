/** The newer browsers' own way from HTML to nodes without scripts. */
interface CanSetHtml {
  setHTML(html: string, options: { sanitizer: { removeAttributes: readonly string[] } }): void;
}

/** Attributes with which a page would dress itself, or name parts of this one. */
const STYLES: readonly string[] = ['style', 'class', 'id', 'srcset', 'background'];

/**
 * The nodes of a page that an operator has written: no scripts, no styles, no pictures of other servers; links open elsewhere.
 * Nothing is loaded or run while it is cleaned.
 */
export async function cleanHtml(html: string): Promise<DocumentFragment> {
  const box = document.implementation.createHTMLDocument('').createElement('div');
  if (canSetHtml(box)) box.setHTML(html, { sanitizer: { removeAttributes: STYLES } });
  else {
    const { default: purify } = await import('dompurify');
    box.append(purify.sanitize(html, { RETURN_DOM_FRAGMENT: true, FORBID_ATTR: [...STYLES] }));
  }
  for (const element of box.querySelectorAll('*')) tidy(element);
  const nodes = document.createDocumentFragment();
  nodes.append(...box.childNodes);
  return nodes;
}

function canSetHtml(element: object): element is CanSetHtml {
  return 'setHTML' in element;
}

const FORMS = 'form, input, button, select, textarea, dialog, iframe, object, embed, style, link, meta, base';

function tidy(element: Element): void {
  if (element.matches(FORMS)) return element.remove();
  for (const name of ['src', 'poster'])
    if (element.hasAttribute(name) && !isOwn(element.getAttribute(name) ?? '')) return element.remove();
  if (element.tagName === 'A') {
    element.setAttribute('target', '_blank');
    element.setAttribute('rel', 'noopener noreferrer');
  }
}

function isOwn(path: string): boolean {
  return URL.canParse(path, location.href) && new URL(path, location.href).origin === location.origin;
}
