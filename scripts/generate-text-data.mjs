/**
 * Generates the committed tables of text:
 *
 *   node scripts/generate-text-data.mjs confusables FILE   FILE is Unicode's security/confusables.txt
 *   node scripts/generate-text-data.mjs passwords FILE     FILE has one password per line, the most common first
 */
import { readFileSync, writeFileSync } from 'node:fs';

const core = new URL('../packages/core/src/', import.meta.url);
const MOST_COMMON = 10_000;
const SHORTEST = 6;
const [what, file = ''] = process.argv.slice(2);
const make = { confusables, passwords }[what];
if (!make || !file) {
  console.error('Specify the table and its source file.');
  process.exit(1);
}
/** Only letters, marks and numbers that are unchanged by NFKC: the key of a user name contains nothing else. */
function confusables(lines) {
  const version = lines.map((line) => /^#\s*Version:\s*(\S+)/i.exec(line)?.[1]).find(Boolean);
  const sourcesOf = new Map();
  for (const line of lines) {
    const [source, target] = line
      .replace(/#.*/, '')
      .split(';')
      .map((part) => part?.trim());
    if (!source || !target || source.includes(' ')) continue;
    const character = String.fromCodePoint(parseInt(source, 16));
    if (!/[\p{L}\p{M}\p{N}]/u.test(character) || character.normalize('NFKC') !== character) continue;
    const short = target
      .toLowerCase()
      .split(/\s+/)
      .map((code) => parseInt(code, 16).toString(16))
      .join('+');
    sourcesOf.set(short, [...(sourcesOf.get(short) ?? []), parseInt(source, 16).toString(16)]);
  }
  const groups = [...sourcesOf].map(([target, sources]) => `${target}:${sources.join(',')}`);
  write('kernel/text/confusables.ts', 'CONFUSABLES', groups, [
    `Characters that look alike, of Unicode ${version} (UTS 39, security/confusables.txt), as \`target:source,source\` in`,
    'hexadecimal numbers. © Unicode, Inc., under the Unicode License v3 (https://www.unicode.org/license.txt).',
  ]);
}

function passwords(lines) {
  const common = [...new Set(lines.slice(0, MOST_COMMON).map((line) => line.trim().toLowerCase()))];
  const long = common.filter((word) => word.length >= SHORTEST && /^[!-~]+$/.test(word));
  write('accounts/common-passwords.ts', 'COMMON_PASSWORDS', long, [
    `The ${MOST_COMMON} most common passwords that have ${SHORTEST} or more characters, in lower case, as @zxcvbn-ts/language-common`,
    'ranks them. © the authors of zxcvbn-ts, under the MIT license.',
  ]);
}

function write(path, name, words, sentences) {
  const rows = [];
  for (const word of words) {
    const last = rows.at(-1);
    if (last === undefined || last.length + word.length > 108) rows.push(word);
    else rows[rows.length - 1] = `${last} ${word}`;
  }
  const comment = [
    '/**',
    ...sentences.map((line) => ` * ${line}`),
    ' * Made by scripts/generate-text-data.mjs.',
    ' */',
  ];
  const text = `${comment.join('\n')}\nexport const ${name} = \`\n${rows.map((row) => row.replaceAll(/[\\`$]/g, '\\$&')).join('\n')}\n\`;\n`;
  writeFileSync(new URL(path, core), text);
}

make(readFileSync(file, 'utf8').split(/\r?\n/));
