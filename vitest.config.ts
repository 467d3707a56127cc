import { availableParallelism } from 'node:os';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// A busy machine is slow, not wrong.
const shared = { testTimeout: 30_000, hookTimeout: 30_000, expect: { poll: { timeout: 15_000 } } };

export default defineConfig({
  test: {
    // By default one processor is left free, which is half of a small machine; many tests do nothing but wait.
    maxWorkers: Math.max(2, availableParallelism()),
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: ['src-{shared,main}/**/*.test.ts', '{scripts,e2e,bench}/**/*.test.{ts,mjs}'],
          exclude: ['**/*.integration.test.*', '**/node_modules/**'],
          environment: 'node',
        },
      },
      {
        test: {
          ...shared,
          name: 'integration',
          include: ['{src-main,scripts,e2e}/**/*.integration.test.{ts,mjs}'],
          exclude: ['**/node_modules/**'],
          environment: 'node',
        },
      },
      {
        plugins: [react()],
        test: {
          ...shared,
          name: 'renderer',
          include: ['src-renderer/**/*.test.{ts,tsx}'],
          environment: 'jsdom',
          // A world of its own for each file, in a process that has loaded jsdom once: that takes longer than most files.
          pool: 'vmForks',
        },
      },
    ],
  },
});
