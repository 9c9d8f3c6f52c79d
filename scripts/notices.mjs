// The licences of the packages whose code is part of what is shipped.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';

/** The text of a file of licences: the parts, with a line between them. */
export function joinNotices(parts) {
  return parts.join(`\n${'-'.repeat(80)}\n\n`);
}

/** The licence of each package that a module comes from. */
export function noticesOf(modules) {
  const folders = new Set(modules.filter((id) => id.includes(`${sep}node_modules${sep}`)).map(packageOf));
  const notices = [...folders].map((folder) => {
    const { name, version, license } = readJson(join(folder, 'package.json'));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file ? readFileSync(join(folder, file), 'utf8').trim() : `License: ${license}`;
    return `${name} ${version}\n\n${text}\n`;
  });
  return notices.toSorted();
}

/** The nearest folder with a named package.json; some packages have nameless ones inside. */
function packageOf(file) {
  let folder = dirname(file);
  while (!existsSync(join(folder, 'package.json')) || !readJson(join(folder, 'package.json')).name)
    folder = dirname(folder);
  return folder;
}

/** The value in a JSON file. */
export function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
