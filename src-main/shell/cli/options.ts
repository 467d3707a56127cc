import { type Command, InvalidArgumentError, Option } from 'commander';
import { deltaPolicies, type DeltaPolicy, type ExistingPolicy } from '../../../src-shared/model/transfer.ts';
import type { CommandContext } from './context.ts';

export interface CommonOptions {
  readonly json?: boolean;
}

/** Runs a command's work with the surroundings it needs. */
export type Run = (options: CommonOptions, work: (context: CommandContext) => Promise<void>) => Promise<void>;

export function remoteOptions(command: Command): Command {
  return userDataOption(command)
    .option('--pin <pin>', 'the identity the server must have (also FERRY_PIN, or #pin=… in the URL)')
    .option('--token-file <file>', 'where the key is (also FERRY_TOKEN, or #token=… in the URL)')
    .option('--timeout <seconds>', 'how long connecting may take', parseSeconds)
    .option('--trust-on-first-use', 'take the identity of an unknown server as it comes, and remember it');
}

export function userDataOption(command: Command): Command {
  return command.option('--user-data <folder>', 'where identities and known servers are kept');
}

export function jsonOption(command: Command): Command {
  return command.option('--json', 'results as JSON, a value a line');
}

const policies: Readonly<Record<string, ExistingPolicy>> = {
  ask: 'ask',
  always: 'overwrite',
  newer: 'newer',
  size: 'size',
  resume: 'resume',
  never: 'skip',
  both: 'both',
};

export interface TransferOptions extends CommonOptions {
  readonly overwrite: string;
  /** Bytes a second. */
  readonly limit?: number;
  readonly delta: DeltaPolicy;
}

export function transferOptions(command: Command): Command {
  const overwrite = new Option('--overwrite <when>', 'when a name is taken; “ask” fails where nobody can be asked')
    .choices(Object.keys(policies))
    .default('ask');
  const delta = new Option(
    '--delta <when>',
    'send only what differs of a file that replaces another; “auto”: when that is quicker',
  )
    .choices(deltaPolicies)
    .default('auto');
  return limitOption(jsonOption(remoteOptions(command)).addOption(overwrite).addOption(delta));
}

export function limitOption(command: Command): Command {
  return command.option('--limit <rate>', 'the most bytes a second: 500K, 2.5M, 1G, in steps of 1,024', parseRate);
}

const rateUnits: Readonly<Record<string, number>> = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 };

/** @returns bytes a second */
export function parseRate(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)([KMG]?)$/i.exec(text) ?? [];
  const rate = Math.round(Number(number) * (rateUnits[unit?.toUpperCase() ?? ''] ?? Number.NaN));
  if (Number.isNaN(rate) || rate < 1024 || rate > 1e12) throw new InvalidArgumentError('not a rate of at least 1K');
  return rate;
}

export function policyOf({ overwrite }: TransferOptions): ExistingPolicy {
  return policies[overwrite] ?? 'ask';
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || seconds < 0.1 || seconds > 3600) throw new InvalidArgumentError('not a number of seconds');
  return seconds;
}

/** 0 to 65535. */
export function parsePort(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw new InvalidArgumentError('not a port number');
  return Number(text);
}
