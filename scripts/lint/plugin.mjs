import { relative } from 'node:path';
import { root } from '../paths.mjs';
import { importProblem } from './layers.mjs';

/** Rules of this project for oxlint: the layers, no raw HTML, and no timers in the protocol core. */

/**
 * A syntax node as oxlint hands it over (ESTree with TypeScript's additions).
 * @typedef {any} Node
 * @typedef {{ readonly filename: string, report(problem: { message: string, node: Node }): void }} Context
 * @typedef {{ create(context: Context): Record<string, (node: Node) => void> }} Rule
 */

/** @type {Rule} */
const layers = {
  create(context) {
    const file = relative(root, context.filename);
    /**
     * @param {Node} node
     * @param {unknown} source
     */
    const check = (node, source) => {
      if (typeof source !== 'string') return;
      const problem = importProblem(file, source);
      if (problem !== undefined) context.report({ message: problem, node });
    };
    return {
      ImportDeclaration: (node) => check(node, node.source.value),
      ExportNamedDeclaration: (node) => check(node, node.source?.value),
      ExportAllDeclaration: (node) => check(node, node.source.value),
      ImportExpression: (node) => check(node, node.source.type === 'Literal' ? node.source.value : undefined),
      TSImportType: (node) => check(node, node.source.value),
    };
  },
};

const rawHtmlNames = new Set(['dangerouslySetInnerHTML', 'innerHTML', 'outerHTML', 'insertAdjacentHTML', 'srcdoc', 'srcDoc']);

/** @type {Rule} */
const noRawHtml = {
  create(context) {
    /**
     * @param {Node} node
     * @param {string | undefined} name
     */
    const check = (node, name) => {
      if (name !== undefined && rawHtmlNames.has(name)) {
        context.report({ message: `no raw HTML: ${name} turns text from elsewhere into markup`, node });
      }
    };
    return {
      JSXAttribute: (node) => check(node, node.name.type === 'JSXIdentifier' ? node.name.name : undefined),
      MemberExpression: (node) => check(node, propertyName(node.property)),
      Property: (node) => check(node, propertyName(node.key)),
    };
  },
};

/** @param {{ type: string, name?: unknown, value?: unknown }} node */
function propertyName(node) {
  if (node.type === 'Identifier' && typeof node.name === 'string') return node.name;
  return node.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;
}

export default { meta: { name: 'ferry' }, rules: { layers, 'no-raw-html': noRawHtml } };
