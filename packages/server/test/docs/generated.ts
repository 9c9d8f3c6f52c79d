import { admin, api, im, imClosedPaths, type AdminEndpoint, type Endpoint } from '@kith/contract';
import { errorCodes, settingSchemas, type ErrorCode, type SettingSchema } from '@kith/core/kernel';
import { statusOf } from '../../src/dialects/admin/errors.js';
import { apiErrors } from '../../src/dialects/api/errors.js';
import { imErrors } from '../../src/dialects/im/errors.js';
import { refusalTexts } from '../../src/dialects/refusal-texts.js';
import { findCode, type Dialect } from './code-map.js';
import { readPage, replacePart, table } from './pages.js';

export const endpoints: readonly Endpoint[] = Object.values(im).flatMap((group): Endpoint[] =>
  Object.values(group),
);
const apiEndpoints: readonly Endpoint[] = Object.values(api).flatMap((group): Endpoint[] =>
  Object.values(group),
);
const codes = Object.keys(errorCodes) as ErrorCode[];

/** The parts of pages that follow from the code, by page and marker. */
const parts: Readonly<Record<string, Readonly<Record<string, () => string>>>> = {
  'docs/dialects/im.md': { paths: pathsTable, 'closed paths': closedTable, refusals: refusalsTable },
  'docs/dialects/api.md': { paths: apiPathsTable, refusals: apiRefusalsTable },
  'docs/dialects/admin.md': { paths: adminPathsTable, refusals: adminRefusalsTable },
  'docs/realtime.md': { 'error codes': codesTable },
  'docs/operating.md': { settings: settingsTable },
  'docs/endpoints.md': {
    'chat endpoints': () => codeTable('im', im),
    'friendship endpoints': () => codeTable('api', api),
    'admin endpoints': () => codeTable('admin', admin),
  },
};

/** The pages with generated parts. */
export const generatedPages: readonly string[] = Object.keys(parts);

/** A page with up-to-date generated parts. */
export function readFreshPage(page: string): string {
  return Object.entries(parts[page] ?? {}).reduce(
    (text, [name, generate]) => replacePart(text, name, generate()),
    readPage(page),
  );
}

function pathsTable(): string {
  const rows = endpoints.map((endpoint) => [
    `\`${endpoint.path}\``,
    endpoint.summary,
    endpoint.source,
    endpoint.auth === 'session' ? 'token' : 'none',
    endpoint.reply,
  ]);
  return table(['Path', 'What it does', 'Source', 'Auth', 'Reply'], rows);
}

function closedTable(): string {
  return table(
    ['Path'],
    imClosedPaths.map((path) => [`\`${path}\``]),
  );
}

function apiPathsTable(): string {
  const rows = apiEndpoints.map(({ method, path, summary, source, auth, reply }) => [
    `\`${method} ${path}\``,
    summary,
    source,
    auth === 'session' ? 'token' : 'none',
    reply,
  ]);
  return table(['Path', 'What it does', 'Source', 'Auth', 'Reply'], rows);
}

function adminPathsTable(): string {
  const rows = Object.values(admin).flatMap((group) =>
    Object.values(group as Record<string, AdminEndpoint>).map(
      ({ method, path, summary, needs, isDangerous }) => [
        `\`${method} ${path}\``,
        summary,
        needs,
        isDangerous ? 'yes' : '',
      ],
    ),
  );
  return table(['Path', 'What it does', 'Needs', 'Dangerous'], rows);
}

function settingsTable(): string {
  const rows = Object.entries(settingSchemas).map(([name, schema]) => [
    `\`${name}\``,
    schema.default === '' ? 'empty' : `\`${schema.default}\``,
    acceptedBy(schema),
    schema.meaning,
  ]);
  return table(['Setting', 'Default', 'Accepts', 'Meaning'], rows);
}

function acceptedBy(schema: SettingSchema): string {
  switch (schema.kind) {
    case 'switch':
      return '`true`, `false`';
    case 'number':
      return `${schema.min} to ${schema.max}${schema.unit ? ` ${schema.unit}` : ''}`;
    case 'choice':
      return schema.choices.map((choice) => `\`${choice}\``).join(', ');
    case 'text': {
      const like =
        schema.example === undefined ? '' : `, such as \`${schema.example.replaceAll('|', '\\|')}\``;
      return `at most ${schema.maxCharacters} characters${like}`;
    }
    case 'timeZone':
      return 'the name of a time zone';
  }
}

function adminRefusalsTable(): string {
  const rows = codes.map((code) => {
    const { 'zh-Hans': hans, 'zh-Hant': hant, en } = refusalTexts[code];
    return [`\`${code}\``, String(statusOf(code)), hans, hant, en];
  });
  return table(['`code`', 'HTTP', 'Simplified', 'Traditional', 'English'], rows);
}

function codeTable(
  dialect: Dialect,
  groups: Readonly<Record<string, Readonly<Record<string, Endpoint>>>>,
): string {
  const rows = Object.entries(groups).flatMap(([group, members]) =>
    Object.entries(members).map(([name, { path }]) => {
      const { handler, useCases, stores } = findCode(dialect, group, name);
      return [
        `\`${path}\``,
        `\`${name}\` in ${fileLink(handler.file)}`,
        useCases.map((useCase) => `\`${useCase.name}\` in ${fileLink(useCase.file)}`).join(', '),
        stores.map(fileLink).join(', '),
      ];
    }),
  );
  return table(['Path', 'Handler', 'Use cases', 'SQL'], rows);
}

/** A link to a file by its last two parts. */
function fileLink(file: string): string {
  return `[${file.split('/').slice(-2).join('/')}](../${file})`;
}

function apiRefusalsTable(): string {
  const rows = codes.map((code) => {
    const { status, code: number, message } = apiErrors[code];
    return [`\`${code}\``, String(number), String(status), message];
  });
  return table(['Refusal', '`code`', 'HTTP', '`message`'], rows);
}

function refusalsTable(): string {
  const rows = codes.map((code) => {
    const { err, says } = imErrors[code];
    return [`\`${code}\``, String(err), says['zh-Hans'], says['zh-Hant'], says.en];
  });
  return table(['Refusal', '`err`', 'Simplified', 'Traditional', 'English'], rows);
}

function codesTable(): string {
  return table(
    ['Code', 'Meaning'],
    codes.map((code) => [`\`${code}\``, errorCodes[code]]),
  );
}
