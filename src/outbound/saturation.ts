/** How often things were seen: `observed` kinds in `total` sightings, `once` of them a single time, `twice` two times. */
export interface Sightings {
  readonly observed: number;
  readonly total: number;
  readonly once: number;
  readonly twice: number;
}

/** What the sightings say of what was not seen. Null where they say nothing. */
export interface Unseen {
  /** Probability that the next sighting is of a kind not seen yet, 0 to 1. */
  readonly nextIsNew: number | null;
  /** Kinds not seen yet, at least. */
  readonly unseen: number | null;
  /** 95 % interval of the kinds not seen yet. */
  readonly interval: readonly [low: number, high: number] | null;
}

/**
 * Estimates what is still unseen.
 *
 * `nextIsNew` is the Good–Turing estimate `once / total` (I. J. Good, "The population frequencies of species and the
 * estimation of population parameters", Biometrika 40, 1953). `unseen` is the bias-corrected Chao1 lower bound
 * `(n-1)/n · once·(once-1) / (2·(twice+1))`, and its interval the log-normal one (A. Chao, "Estimating the population
 * size for capture-recapture data with unequal catchability", Biometrics 43, 1987; A. Chao, "Nonparametric estimation
 * of the number of classes in a population", Scandinavian Journal of Statistics 11, 1984).
 *
 * All assume that sightings are independent draws from traffic that stays as it is. Jobs that run once a month, and
 * failovers, are not in it: no estimate knows them.
 */
export function estimateUnseen({ observed, total, once, twice }: Sightings): Unseen {
  if (total === 0) return { nextIsNew: null, unseen: null, interval: null };
  const share = (total - 1) / total;
  const unseen = (share * once * Math.max(0, once - 1)) / (2 * (twice + 1));
  return { nextIsNew: once / total, unseen, interval: intervalOf({ observed, total, once, twice }, unseen) };
}

/** Variance of Chao1 in its bias-corrected form, and the interval that never goes below what was observed. */
function intervalOf({ once, twice, total }: Sightings, unseen: number): [number, number] | null {
  if (unseen === 0) return null;
  const share = (total - 1) / total;
  const more = twice + 1;
  const variance =
    (share * once * (once - 1)) / (2 * more) +
    (share ** 2 * once * (2 * once - 1) ** 2) / (4 * more ** 2) +
    (share ** 2 * once ** 2 * twice * (once - 1) ** 2) / (4 * more ** 4);
  const spread = Math.exp(1.96 * Math.sqrt(Math.log(1 + variance / unseen ** 2)));
  return [unseen / spread, unseen * spread];
}
