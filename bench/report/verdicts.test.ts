import { describe, expect, it } from 'vitest';
import type { WorkloadResult } from '../model.ts';
import { verdictsOf } from './verdicts.ts';

const result: WorkloadResult = {
  series: [
    {
      id: 'down',
      bytes: 1,
      files: 1,
      rows: [
        { peer: 'ferry', kind: 'ferry', seconds: [1, 3, 2] },
        { peer: 'sftp', kind: 'encrypted', seconds: [4, 4, 4] },
        { peer: 'sftp-gcm', kind: 'encrypted', seconds: [2, null, 5] },
        { peer: 'basic-ftp-tls', kind: 'encrypted', seconds: [null, null, null] },
      ],
    },
  ],
  figures: [],
  tables: [],
};

describe('verdicts', () => {
  it('compares with the fastest of the peers, round by round', () => {
    const verdict = verdictsOf('w1', result).find(({ about, in: where }) => about.includes('sftp') && where === 'down');
    expect(verdict).toMatchObject({ limit: '≤ 0.65', measured: 0.5, met: true });
  });

  it('says nothing of what was not measured', () => {
    const verdicts = verdictsOf('w1', result).filter(({ about, in: where }) => about.includes('basic-ftp') || where === 'up');
    expect(verdicts.length).toBeGreaterThan(3);
    expect(verdicts.every(({ measured, met }) => measured === null && met === null)).toBe(true);
  });

  it('takes figures as they are', () => {
    const figures = [
      { id: 'link share, file down', value: 0.95, unit: '' },
      { id: 'link share, file up', value: 0.9, unit: '' },
    ];
    const met = verdictsOf('w4', { ...result, figures }).filter(({ measured }) => measured !== null);
    expect(met.map(({ limit, met: isMet }) => [limit, isMet])).toEqual([
      ['≥ 0.93', true],
      ['≥ 0.93', false],
    ]);
  });
});
