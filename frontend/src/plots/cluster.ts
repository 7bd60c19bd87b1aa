// Hierarchical clustering: which order puts what is alike side by side.

/** More than this many are left in their order: their distances would not fit in memory. */
const MOST_CLUSTERED = 1500;

interface Cluster {
  size: number;
  /** Indexes of the rows, in the order of the tree. */
  leaves: number[];
}

/** Indexes of rows of numbers, ordered by the tree of average linkage (UPGMA) on Euclidean
 * distances. Of two branches the one with the lower first index comes first, so that the order
 * follows from the rows alone. */
export function clusterOrder(rows: readonly (readonly number[])[]): number[] {
  const count = rows.length;
  if (count < 3 || count > MOST_CLUSTERED) return rows.map((_, i) => i);
  const distances = pairDistances(rows);
  const clusters: (Cluster | null)[] = rows.map((_, i) => ({ size: 1, leaves: [i] }));
  // A chain of nearest neighbours: where two are each other's nearest, they are one cluster.
  const chain: number[] = [];
  for (let merges = 0; merges < count - 1; merges++) {
    if (!chain.length) chain.push(clusters.findIndex((cluster) => cluster !== null));
    const [a, b] = followChain(chain, distances, clusters);
    merge(a, b, distances, clusters);
  }
  return clusters.find((cluster) => cluster !== null)?.leaves ?? [];
}

function pairDistances(rows: readonly (readonly number[])[]): Float64Array[] {
  const distances = rows.map(() => new Float64Array(rows.length));
  rows.forEach((row, i) => {
    for (let j = 0; j < i; j++) {
      const distance = euclidean(row, rows[j] as readonly number[]);
      (distances[i] as Float64Array)[j] = distance;
      (distances[j] as Float64Array)[i] = distance;
    }
  });
  return distances;
}

function euclidean(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += ((a[i] as number) - (b[i] as number)) ** 2;
  return Math.sqrt(sum);
}

/** Lengthens the chain until its last two are each other's nearest, and takes them off. */
function followChain(
  chain: number[],
  distances: readonly Float64Array[],
  clusters: readonly (Cluster | null)[],
): [number, number] {
  for (;;) {
    const last = chain.at(-1) as number;
    const previous = chain.at(-2);
    const nearest = nearestOf(last, previous, distances[last] as Float64Array, clusters);
    if (nearest === previous) {
      chain.length -= 2;
      return [last, nearest];
    }
    chain.push(nearest);
  }
}

/** The nearest cluster; of equally near ones the one before in the chain, then the first. */
function nearestOf(
  from: number,
  previous: number | undefined,
  distances: Float64Array,
  clusters: readonly (Cluster | null)[],
): number {
  let nearest = previous ?? -1;
  let least = previous === undefined ? Number.POSITIVE_INFINITY : (distances[previous] as number);
  for (let i = 0; i < distances.length; i++) {
    const distance = distances[i] as number;
    if (distance < least && i !== from && clusters[i]) {
      nearest = i;
      least = distance;
    }
  }
  return nearest;
}

/** Joins two clusters at the lower index; distances to it are means over all pairs of rows. */
function merge(
  a: number,
  b: number,
  distances: readonly Float64Array[],
  clusters: (Cluster | null)[],
): void {
  const [kept, gone] = a < b ? [a, b] : [b, a];
  const first = clusters[kept] as Cluster;
  const second = clusters[gone] as Cluster;
  const size = first.size + second.size;
  const toKept = distances[kept] as Float64Array;
  const toGone = distances[gone] as Float64Array;
  for (let i = 0; i < toKept.length; i++) {
    const mean = ((toKept[i] as number) * first.size + (toGone[i] as number) * second.size) / size;
    toKept[i] = mean;
    (distances[i] as Float64Array)[kept] = mean;
  }
  clusters[gone] = null;
  const [left, right] =
    (first.leaves[0] as number) < (second.leaves[0] as number) ? [first, second] : [second, first];
  clusters[kept] = { size, leaves: [...left.leaves, ...right.leaves] };
}
