import { common, createLowlight } from 'lowlight';

/** A stretch of text, and the classes of what it is in its language. */
export interface CodeToken {
  readonly text: string;
  readonly className: string;
}

const lowlight = createLowlight(common);

const byName: Readonly<Record<string, string>> = {
  makefile: 'makefile',
  gnumakefile: 'makefile',
  '.bashrc': 'bash',
  '.profile': 'bash',
};

/** The tokens of a text in the language that a file's name tells; undefined when it tells none. */
export function highlightedTokens(name: string, extension: string, text: string): CodeToken[] | undefined {
  const language = byName[name.toLowerCase()] ?? extension.toLowerCase();
  if (language === '' || !lowlight.registered(language)) return undefined;
  const tokens: CodeToken[] = [];
  collect(lowlight.highlight(language, text).children, '', tokens);
  return tokens;
}

type Nodes = ReturnType<typeof lowlight.highlight>['children'];

function collect(nodes: Nodes, className: string, tokens: CodeToken[]): void {
  for (const node of nodes) {
    if (node.type === 'text') tokens.push({ text: node.value, className });
    else if (node.type === 'element') {
      const own = node.properties['className'];
      collect(node.children, Array.isArray(own) ? own.join(' ') : className, tokens);
    }
  }
}
