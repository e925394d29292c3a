/** Labels that do not collide: the largest actors first, each at the first of four places where nothing is yet. */

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface Candidate {
  /** Centre and radius of the actor's circle on the screen. */
  x: number;
  y: number;
  radius: number;
  width: number;
  height: number;
}

export interface Placed extends Box {
  index: number;
}

const CELL = 48;

/** Boxes already taken, found by the cells of a grid that they touch. */
export class Taken {
  readonly #cells = new Map<number, Box[]>();

  #keys(box: Box): number[] {
    const keys: number[] = [];
    for (let cx = Math.floor(box.left / CELL); cx <= Math.floor(box.right / CELL); cx++)
      for (let cy = Math.floor(box.top / CELL); cy <= Math.floor(box.bottom / CELL); cy++) keys.push(cx * 4096 + cy);
    return keys;
  }

  free(box: Box): boolean {
    return this.#keys(box).every((key) =>
      (this.#cells.get(key) ?? []).every(
        (other) =>
          box.left >= other.right || box.right <= other.left || box.top >= other.bottom || box.bottom <= other.top,
      ),
    );
  }

  take(box: Box): void {
    for (const key of this.#keys(box)) {
      const cell = this.#cells.get(key);
      if (cell) cell.push(box);
      else this.#cells.set(key, [box]);
    }
  }
}

const GAP = 4;

/** The four places of a label beside its circle: right, left, below, above. */
function places({ x, y, radius, width, height }: Candidate): Box[] {
  const box = (left: number, top: number): Box => ({ left, top, right: left + width, bottom: top + height });
  return [
    box(x + radius + GAP, y - height / 2),
    box(x - radius - GAP - width, y - height / 2),
    box(x - width / 2, y + radius + GAP - 1),
    box(x - width / 2, y - radius - GAP + 1 - height),
  ];
}

/** Where each badge goes: above its circle, else right, left or below; null where another, or one before it, is in all places. */
export function placeBadges(candidates: readonly Candidate[]): (Box | null)[] {
  const taken = new Taken();
  return candidates.map((one) => {
    const [right, left, below, above] = places({ ...one, radius: one.radius - GAP }) as [Box, Box, Box, Box];
    const box = [above, right, left, below].find((place) => taken.free(place)) ?? null;
    if (box) taken.take(box);
    return box;
  });
}

/** Place labels in the order given; an actor whose four places are all taken goes without. */
export function placeLabels(
  candidates: readonly Candidate[],
  bounds: Box,
  most: number,
  taken = new Taken(),
): Placed[] {
  const placed: Placed[] = [];
  for (let index = 0; index < candidates.length && placed.length < most; index++) {
    const box = places(candidates[index]!).find(
      (place) =>
        place.left >= bounds.left &&
        place.right <= bounds.right &&
        place.top >= bounds.top &&
        place.bottom <= bounds.bottom &&
        taken.free(place),
    );
    if (!box) continue;
    taken.take(box);
    placed.push({ index, ...box });
  }
  return placed;
}

/** Break a long name into at most two lines of about equal length; what does not fit ends in an ellipsis. */
export function lines(name: string, most = 26): string[] {
  if (name.length <= most) return [name];
  const words = name.split(/\s+/);
  let best = 0;
  let off = Number.POSITIVE_INFINITY;
  for (let cut = 1; cut < words.length; cut++) {
    const first = words.slice(0, cut).join(" ").length;
    const second = words.slice(cut).join(" ").length;
    if (Math.abs(first - second) < off) {
      off = Math.abs(first - second);
      best = cut;
    }
  }
  const short = (text: string) => (text.length > most + 4 ? `${text.slice(0, most + 3).trimEnd()}…` : text);
  if (best === 0) return [short(name)];
  return [short(words.slice(0, best).join(" ")), short(words.slice(best).join(" "))];
}
