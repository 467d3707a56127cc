import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../paths.mjs';

/** The project's lint configuration as it is, on a tree of files that each break one rule. */

let tree = '';

/** @type {readonly (readonly [file: string, text: string, rule: string])[]} */
const violations = [
  [
    'src-renderer/main.ts',
    "import type { Backend } from '../src-main/app/backend.ts';\nexport type B = Backend;\n",
    'ferry(layers)',
  ],
  ['src-renderer/lazy.ts', "export const load = () => import('../src-main/app/backend.ts');\n", 'ferry(layers)'],
  ['src-renderer/again.ts', "export * from '../src-main/app/backend.ts';\n", 'ferry(layers)'],
  ['src-renderer/type.ts', "export type B = import('../src-main/app/backend.ts').Backend;\n", 'ferry(layers)'],
  ['src-renderer/html.tsx', 'export const A = () => <p dangerouslySetInnerHTML={{ __html: "x" }} />;\n', 'ferry(no-raw-html)'],
  ['src-renderer/inner.ts', "export const show = (e: Element) => {\n  e.innerHTML = 'x';\n};\n", 'ferry(no-raw-html)'],
  [
    'src-renderer/insert.ts',
    "export const show = (e: Element) => e['insertAdjacentHTML']('afterend', 'x');\n",
    'ferry(no-raw-html)',
  ],
  ['src-renderer/process.ts', 'export const p = process.platform;\n', 'eslint(no-restricted-globals)'],
  ['src-shared/disk.ts', "import { readFileSync } from 'node:fs';\nexport const read = readFileSync;\n", 'ferry(layers)'],
  ['src-main/protocol/socket.ts', "export { connect } from 'node:net';\n", 'ferry(layers)'],
  ['src-main/protocol/later.ts', 'export const later = (f: () => void) => setTimeout(f, 1);\n', 'eslint(no-restricted-globals)'],
  ['src-main/app/window.ts', "import { app } from 'electron';\nexport const name = app.name;\n", 'ferry(layers)'],
  ['src-main/net/any.ts', 'export const f = (x: any): unknown => x;\n', 'typescript(no-explicit-any)'],
  ['src-main/net/sure.ts', 'export const f = (x?: string): string => x!;\n', 'typescript(no-non-null-assertion)'],
  [
    'src-main/net/lost.ts',
    'const g = async () => 1;\nexport const f = () => {\n  g();\n};\n',
    'typescript(no-floating-promises)',
  ],
  [
    'src-main/net/misused.ts',
    'const g = async () => true;\nexport const f = () => {\n  if (g()) return 1;\n  return 2;\n};\n',
    'typescript(no-misused-promises)',
  ],
  [
    'src-main/net/cases.ts',
    "export const f = (x: 'a' | 'b') => {\n  switch (x) {\n    case 'a':\n      return 1;\n  }\n  return 2;\n};\n",
    'typescript(switch-exhaustiveness-check)',
  ],
  ['src-main/net/loud.ts', "export const f = () => console.log('x');\n", 'eslint(no-console)'],
  ['src-main/net/ignored.ts', '// @ts-ignore\nexport const f: number = 1;\n', 'typescript(ban-ts-comment)'],
];

/** @type {readonly { code: string, filename: string }[]} */
let found = [];

beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), 'ferry-lint-'));
  const write = (/** @type {string} */ file, /** @type {string} */ text) => {
    mkdirSync(dirname(join(tree, file)), { recursive: true });
    writeFileSync(join(tree, file), text);
  };
  for (const name of ['.oxlintrc.json', 'package.json', 'tsconfig.base.json', 'scripts'])
    cpSync(join(root, name), join(tree, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'), 'junction');
  write(
    'tsconfig.json',
    '{"extends":"./tsconfig.base.json","compilerOptions":{"lib":["es2023","dom"],"types":["node"],"jsx":"react-jsx"}}',
  );
  write('src-main/app/backend.ts', 'export interface Backend {\n  readonly a: number;\n}\n');
  for (const [file, text] of violations) write(file, text);
  const oxlint = join(root, 'node_modules/oxlint/bin/oxlint');
  const done = spawnSync(process.execPath, [oxlint, '--type-aware', '-f', 'json', 'src-main', 'src-renderer', 'src-shared'], {
    cwd: tree,
    encoding: 'utf8',
  });
  found = JSON.parse(done.stdout).diagnostics;
});

afterAll(() => rmSync(tree, { recursive: true, force: true }));

test.each(violations)('%s is reported', (file, _text, rule) => {
  const rules = found.filter((diagnostic) => diagnostic.filename === file).map((diagnostic) => diagnostic.code);
  expect(rules).toContain(rule);
});

test('a file that breaks nothing is not', () => {
  expect(found.filter((diagnostic) => diagnostic.filename === 'src-main/app/backend.ts')).toEqual([]);
});
