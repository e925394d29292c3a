/**
 * Where groups stand on the map: circles of given radius, pulled together by the ties between them, none on another.
 *
 * Forces as of Fruchterman and Reingold (1991), from a start that is always the same, so that the same groups stand at the
 * same places each time; a little wider than high, as screens are.
 */

export interface Link {
  a: number;
  b: number;
  weight: number;
}

const STEPS = 160;
const GOLDEN = Math.PI * (3 - Math.sqrt(5));
/** Room between two circles, as a share of the radius of the largest. */
const GAP = 0.3;
/** Of more points than this, those that lie on another are left where they are: looking at each two takes too long. */
const MOST_PARTED = 800;

export function arrange(radius: ArrayLike<number>, links: readonly Link[]): { x: Float64Array; y: Float64Array } {
  const count = radius.length;
  const x = new Float64Array(count);
  const y = new Float64Array(count);
  if (count === 0) return { x, y };
  // The largest in the middle, the others around them.
  const order = Array.from({ length: count }, (_, i) => i).sort((a, b) => radius[b]! - radius[a]! || a - b);
  const largest = radius[order[0]!]! || 1;
  const mean = order.reduce((sum, i) => sum + radius[i]!, 0) / count;
  const apart = 2 * mean + GAP * largest;
  order.forEach((i, rank) => {
    const far = apart * Math.sqrt(rank);
    x[i] = 1.3 * far * Math.cos(rank * GOLDEN);
    y[i] = far * Math.sin(rank * GOLDEN);
  });
  const strongest = Math.log1p(Math.max(0, ...links.map((link) => link.weight))) || 1;
  const dx = new Float64Array(count);
  const dy = new Float64Array(count);
  for (let step = 0; step < STEPS; step++) {
    dx.fill(0);
    dy.fill(0);
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < i; j++) {
        const [ex, ey] = [x[i]! - x[j]!, y[i]! - y[j]!];
        const free = radius[i]! + radius[j]! + GAP * largest;
        const push = (free * free) / Math.max(ex * ex + ey * ey, 1e-6);
        dx[i]! += ex * push;
        dy[i]! += ey * push;
        dx[j]! -= ex * push;
        dy[j]! -= ey * push;
      }
      dx[i]! -= 0.5 * x[i]!;
      dy[i]! -= 0.9 * y[i]!;
    }
    for (const { a, b, weight } of links) {
      const [ex, ey] = [x[a]! - x[b]!, y[a]! - y[b]!];
      const pull = (0.8 * Math.log1p(Math.max(0, weight))) / strongest;
      dx[a]! -= ex * pull;
      dy[a]! -= ey * pull;
      dx[b]! += ex * pull;
      dy[b]! += ey * pull;
    }
    const most = apart * (1 - step / STEPS) ** 1.5;
    for (let i = 0; i < count; i++) {
      const far = Math.hypot(dx[i]!, dy[i]!) || 1;
      const go = Math.min(far, most) / far;
      x[i]! += dx[i]! * go;
      y[i]! += dy[i]! * go;
    }
  }
  part(x, y, radius, GAP * largest);
  return { x, y };
}

/**
 * Spread points over a disc of radius 1: each keeps its bearing from the middle, and how far out it is follows from how many
 * are nearer, so that a dense middle with a few far out fills the disc evenly.
 */
export function spread(xs: ArrayLike<number>, ys: ArrayLike<number>): { x: Float64Array; y: Float64Array } {
  const count = xs.length;
  const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, one) => sum + one, 0) / (count || 1);
  const [mx, my] = [mean(xs), mean(ys)];
  const far = Float64Array.from({ length: count }, (_, i) => Math.hypot(xs[i]! - mx, ys[i]! - my));
  const x = new Float64Array(count);
  const y = new Float64Array(count);
  Array.from({ length: count }, (_, i) => i)
    .sort((a, b) => far[a]! - far[b]! || a - b)
    .forEach((i, rank) => {
      const out = Math.sqrt(rank / Math.max(1, count - 1));
      const [ux, uy] =
        far[i]! > 1e-12
          ? [(xs[i]! - mx) / far[i]!, (ys[i]! - my) / far[i]!]
          : [Math.cos(rank * GOLDEN), Math.sin(rank * GOLDEN)];
      x[i] = out * ux;
      y[i] = out * uy;
    });
  if (count <= MOST_PARTED) part(x, y, new Float64Array(count).fill(0.6 / Math.sqrt(count)), 0, 30);
  return { x, y };
}

/** Push circles apart until none lies on another. */
export function part(x: Float64Array, y: Float64Array, radius: ArrayLike<number>, gap: number, turns = 200): void {
  for (let turn = 0; turn < turns; turn++) {
    let moved = false;
    for (let i = 0; i < x.length; i++) {
      for (let j = 0; j < i; j++) {
        const [ex, ey] = [x[i]! - x[j]!, y[i]! - y[j]!];
        const far = Math.hypot(ex, ey);
        const lack = radius[i]! + radius[j]! + gap - far;
        if (lack <= 1e-9) continue;
        const [ux, uy] = far > 1e-9 ? [ex / far, ey / far] : [Math.cos(i), Math.sin(i)];
        x[i]! += (ux * lack) / 2;
        y[i]! += (uy * lack) / 2;
        x[j]! -= (ux * lack) / 2;
        y[j]! -= (uy * lack) / 2;
        moved = true;
      }
    }
    if (!moved) return;
  }
}
