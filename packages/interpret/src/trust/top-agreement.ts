import { descending } from './ranks.js'

/**
 * How far two explanations name the same k strongest features, as shares of k from 0 to 1 (Krishna and
 * others, "The disagreement problem in explainable machine learning", 2022).
 */
export interface TopAgreement {
  /** Features that both name. */
  readonly feature: number
  /** Features that both name, at the same rank. */
  readonly rank: number
  /** Features that both name, with the same sign. */
  readonly sign: number
  /** Features that both name, at the same rank with the same sign. */
  readonly signedRank: number
}

/** Agreement on the k features that are largest in absolute value. */
export function topAgreement(a: ArrayLike<number>, b: ArrayLike<number>, k: number): TopAgreement {
  const topOf = (values: ArrayLike<number>): number[] =>
    descending(Array.from(values, Math.abs)).slice(0, k)
  const [first, second] = [topOf(a), topOf(b)]
  const share = (isMeant: (feature: number, rank: number) => boolean): number =>
    first.filter((feature, rank) => second.includes(feature) && isMeant(feature, rank)).length / k
  const sameRank = (feature: number, rank: number): boolean => second[rank] === feature
  const sameSign = (feature: number): boolean => Math.sign(a[feature]!) === Math.sign(b[feature]!)
  return {
    feature: share(() => true),
    rank: share(sameRank),
    sign: share(sameSign),
    signedRank: share((feature, rank) => sameRank(feature, rank) && sameSign(feature)),
  }
}
