import { parseArgs } from 'node:util';
import { AppError } from '../../src-shared/errors.ts';

/** What `npm start --` and the packaged app accept. */
export interface LaunchArguments {
  readonly help: boolean;
  /** False: show or open nothing; the first line on standard output is the ready line. */
  readonly open: boolean;
  /** 0: any free port. Only the browser shell listens. */
  readonly port: number;
  readonly userData: string | undefined;
  readonly left: string | undefined;
  readonly right: string | undefined;
}

export const usage = `Usage: npm start -- [--shell electron|browser] [--no-open] [--port N] [--user-data DIR] [--left LOCATION] [--right LOCATION]

  --shell NAME      electron or browser; by default Electron where it can run
  --no-open         open no browser; the first line on standard output is {"event":"ready",…}
  --port N          port of the browser shell on 127.0.0.1 (default: any free one)
  --user-data DIR   where settings and the identity are kept
  --left LOCATION   where the left pane begins: a path, or ferry://… or classic://…
  --right LOCATION  the same for the right pane
`;

const options = {
  help: { type: 'boolean' },
  'no-open': { type: 'boolean' },
  port: { type: 'string' },
  'user-data': { type: 'string' },
  left: { type: 'string' },
  right: { type: 'string' },
} as const;

/**
 * @param strict false: unknown options are someone else's (Chromium's), and so are words without an option
 * @throws AppError `invalid-request`
 */
export function parseArguments(args: readonly string[], strict: boolean): LaunchArguments {
  let values: ReturnType<typeof parse>;
  try {
    values = parse(args, strict);
  } catch (error) {
    throw new AppError(
      'invalid-request',
      error instanceof Error ? (error.message.split('. To specify')[0] ?? '') : String(error),
    );
  }
  const port = values.port ?? '0';
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw new AppError('invalid-request', `--port ${port} is not a port number`);
  return {
    help: values.help ?? false,
    open: !(values['no-open'] ?? false),
    port: Number(port),
    userData: values['user-data'],
    left: values.left,
    right: values.right,
  };
}

interface Values {
  readonly help?: boolean | undefined;
  readonly 'no-open'?: boolean | undefined;
  readonly port?: string | undefined;
  readonly 'user-data'?: string | undefined;
  readonly left?: string | undefined;
  readonly right?: string | undefined;
}

function parse(args: readonly string[], strict: boolean): Values {
  if (strict) return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values;
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  const known: string[] = [];
  for (const token of tokens) {
    if (token.kind !== 'option' || !(token.name in options)) continue;
    known.push(token.value === undefined ? `--${token.name}` : `--${token.name}=${token.value}`);
  }
  return parseArgs({ args: known, options, strict: true }).values;
}
