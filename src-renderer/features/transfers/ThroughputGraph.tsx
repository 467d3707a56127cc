import { useWords } from '../../store/store.ts';
import { graphPath } from './graphPath.ts';
import { useThroughput } from './useThroughput.ts';

const width = 160;
const height = 18;

/** How much moved in the last minutes, second by second; the highest of them fills the height. */
export function ThroughputGraph({ shown }: { readonly shown: boolean }) {
  const { text, format } = useWords();
  const bytes = useThroughput(shown);
  const label =
    bytes.length === 0
      ? text.queue.graphEmpty
      : text.queue.graph(format.duration(bytes.length), format.rate(bytes.at(-1) ?? 0), format.rate(Math.max(...bytes)));
  const { line, area } = graphPath(bytes, width, height);
  return (
    <svg role="img" aria-label={label} className="throughput" viewBox={`0 0 ${width} ${height}`} width={width} height={height}>
      <title>{label}</title>
      <path className="throughput-ground" d={`M0 ${height - 0.5}H${width}`} />
      <path className="throughput-area" d={area} />
      <path className="throughput-line" d={line} />
    </svg>
  );
}
