import { expect, type TestContext } from 'vitest';
import { AppError, type ErrorCode } from '../../../src-shared/errors.ts';
import type { ContractContext } from './context.ts';
import type { FileSystemFeatures } from '../fileSystem.ts';

/** Skips the rest of the test when a feature is missing. */
export function needs(test: TestContext, context: ContractContext, ...features: readonly (keyof FileSystemFeatures)[]): void {
  for (const feature of features) test.skip(context.fileSystem.features[feature] === false, `no ${feature}`);
}

/** The operation rejects with an AppError that has one of the codes. */
export async function expectCode(operation: Promise<unknown>, ...codes: readonly ErrorCode[]): Promise<void> {
  const error: unknown = await operation.then(
    (value) => value,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(AppError);
  if (error instanceof AppError) expect(codes).toContain(error.code);
}

/** Nothing temporary is left in the storage, as far as the subject can tell. */
export async function expectNothingHidden(context: ContractContext): Promise<void> {
  const { subject } = context;
  if (subject.hidden === undefined) return;
  await expect.poll(() => subject.hidden?.(), { timeout: 2000 }).toEqual([]);
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
