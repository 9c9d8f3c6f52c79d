import { describe, expect, it } from 'vitest';
import { bounds } from '../kernel/index.js';
import { checkBody, cleanPicture, cleanPort, cleanSummary, cleanTitle, cleanUrl } from './rules.js';

describe('an address', () => {
  it.each([
    ['https://example.com', 'https://example.com/'],
    [' http://例え.jp/a b ', 'http://xn--r8jz45g.jp/a%20b'],
    ['HTTPS://EXAMPLE.com/x?y#z', 'https://example.com/x?y#z'],
  ])('%j is stored as %s', (given, stored) => expect(cleanUrl(given)).toBe(stored));

  it.each([
    '',
    'example.com',
    '//example.com',
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' java\nscript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'ftp://example.com',
    `https://example.com/${'x'.repeat(2000)}`,
  ])('%j is rejected', (given) => expect(() => cleanUrl(given)).toThrow('url'));
});

describe('a picture', () => {
  it.each(['', '/uploads/20261126/0a1b.jpg', '/uploads/starter/help.jpg'])('%j is accepted', (path) =>
    expect(cleanPicture(path)).toBe(path),
  );
  it.each([
    'https://example.com/a.jpg',
    '/static/a.jpg',
    '/uploads/../a.jpg',
    '/uploads/a/..jpg',
    '/uploads/a.svg',
    '//uploads/a.jpg',
  ])('%j is not', (path) => expect(() => cleanPicture(path)).toThrow('picture'));
});

describe('texts', () => {
  it('a title is one line of 1 to 200 characters', () => {
    expect(cleanTitle('title', '  常见\n问题 ')).toBe('常见 问题');
    expect(cleanTitle('title', '😀'.repeat(200))).toHaveLength(400);
    for (const text of ['', '  \n', '字'.repeat(201), 'a\0b', '\ud800'])
      expect(() => cleanTitle('title', text)).toThrow('title');
  });
  it('a summary may be empty and has at most 500 characters', () => {
    expect(cleanSummary('summary', '')).toBe('');
    expect(() => cleanSummary('summary', 'x'.repeat(501))).toThrow('summary');
  });
  it('a page has a maximum length, and a port consists of digits', () => {
    expect(() => checkBody('x'.repeat(bounds.text.pageBodyCharacters))).not.toThrow();
    expect(() => checkBody('x'.repeat(bounds.text.pageBodyCharacters + 1))).toThrow();
    expect(() => checkBody('a\0')).toThrow();
    expect(cleanPort('3303')).toBe('3303');
    for (const port of ['80a', '-1', '123456']) expect(() => cleanPort(port)).toThrow('port');
  });
});
