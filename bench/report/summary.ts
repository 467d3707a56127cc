import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { peers } from '../peers/peers.ts';
import { latestResult, type StoredResult } from './results.ts';
import { asMarkdown, figuresTable, problemLines, summaryTable, verdictsTable } from './tables.ts';

const page = fileURLToPath(new URL('../../docs/performance.md', import.meta.url));

/** Writes the newest full-size results of each workload into docs/performance.md. @returns its path */
export function writeSummary(workloads: readonly string[]): string {
  const sections = workloads
    .flatMap((name) => [latestResult(name, 'memory'), latestResult(name, 'disk')])
    .filter((result) => result !== undefined);
  const rows = peers.map(({ name, kind, about }) => [name, kind, about]);
  replaceSection('rows', asMarkdown({ title: '', columns: ['row', 'kind', 'what it is'], rows }));
  replaceSection('figures', sections.length === 0 ? 'Not measured yet.' : sections.map(section).join('\n\n'));
  return page;
}

/** Replaces what stands between two markers of the page. @throws Error when they are missing */
export function replaceSection(name: string, content: string): void {
  const text = readFileSync(page, 'utf8');
  const [begin, end] = [`<!-- ${name}: written by npm run bench -->`, `<!-- ${name}: end -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`${page} has no section “${name}”`);
  writeFileSync(page, `${text.slice(0, from + begin.length)}\n\n${content}\n\n${text.slice(to)}`);
}

function section(result: StoredResult): string {
  const { workload, title, medium, date, commit, complete, rounds, machine, series, figures, tables, verdicts } = result;
  const { cores, processor, memoryGiB, kernel, node, congestionControl } = machine;
  const tcp = congestionControl === undefined ? '' : `, TCP with ${congestionControl}`;
  const parts = [
    `### ${workload.toUpperCase()}: ${title}${medium === 'disk' ? ', on disk' : ''}`,
    `${date.slice(0, 10)}, commit ${commit}${series.length === 0 ? '' : `, ${rounds} rounds`}${complete ? '' : ', some of the peers only'}; ${cores} cores (${processor}), ${memoryGiB} GiB, Linux ${kernel}${tcp}, Node ${node}.`,
  ];
  if (verdicts.length > 0 && medium === 'memory') parts.push(asMarkdown(verdictsTable(verdicts)));
  if (series.length > 0) parts.push(asMarkdown(summaryTable('', series)));
  const problems = series.flatMap(problemLines);
  if (problems.length > 0) parts.push(problems.map((line) => `- ${line}`).join('\n'));
  if (figures.length > 0) parts.push(asMarkdown(figuresTable(figures)));
  for (const table of tables) parts.push(`${table.title}:`, asMarkdown(table));
  return parts.join('\n\n');
}
