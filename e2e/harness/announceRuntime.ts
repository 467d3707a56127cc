import { describeRuntime } from './runtime.ts';

/** The first line of every report: what the specs really ran on. */
export default function announceRuntime(): void {
  process.stdout.write(`${describeRuntime()}\n`);
}
